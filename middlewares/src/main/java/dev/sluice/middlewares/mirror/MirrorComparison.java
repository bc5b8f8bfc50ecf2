package dev.sluice.middlewares.mirror;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.List;
import java.util.Set;

/**
 * What of the mirror's answer is compared with the answer that the client got.
 *
 * @param status whether the status is. Default: true
 * @param fields the names of fields whose values are
 * @param body how many bytes of the body are, and its length; 0, the default, for none
 */
public record MirrorComparison(boolean status, Set<String> fields, long body) {
    private static final OptionSpec<MirrorComparison, Boolean> STATUS =
            optional("status", OptionTypes.flag(), true, MirrorComparison::status, "whether the status is compared");
    private static final OptionSpec<MirrorComparison, Set<String>> FIELDS = optional(
            "fields",
            OptionTypes.setOf(OptionKinds.token("field name")),
            Set.of(),
            MirrorComparison::fields,
            "names of fields whose values are compared");
    private static final OptionSpec<MirrorComparison, Long> BODY = optional(
            "body", OptionTypes.bytes(), 0L, MirrorComparison::body, "how many bytes of the body are compared");

    /** Its options. */
    static final PartType<MirrorComparison> TYPE = new Nested<>(
            "compare",
            List.of(STATUS, FIELDS, BODY),
            values -> new MirrorComparison(values.get(STATUS), values.get(FIELDS), values.get(BODY)));

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the number of bytes is negative
     */
    public MirrorComparison {
        fields = Set.copyOf(fields);
        if (body < 0) {
            throw new IllegalArgumentException("body to compare must be 0 bytes or more, is " + body);
        }
    }
}
