package dev.sluice.middlewares.mirror;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.core.Source;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code mirror} as a step of a program. */
public final class MirrorType implements StepType<MirrorOptions> {
    /** The type. */
    public static final MirrorType TYPE = new MirrorType();

    private static final OptionSpec<MirrorOptions, String> TO =
            required("to", OptionTypes.text(), MirrorOptions::to, "the pool of the gateway that gets the copies");
    private static final OptionSpec<MirrorOptions, Double> SHARE = optional(
            "share",
            OptionKinds.percent(),
            MirrorOptions.SHARE,
            MirrorOptions::share,
            "the percentage of the requests that are copied");
    private static final OptionSpec<MirrorOptions, Optional<Source>> BY = optional(
            "by",
            OptionTypes.maybe(OptionKinds.source()),
            Optional.empty(),
            MirrorOptions::by,
            "copies all requests of a key, or none; without a key it is drawn for each request");
    private static final OptionSpec<MirrorOptions, Long> MAX_BODY = optional(
            "maxBody",
            OptionTypes.bytes(),
            MirrorOptions.MAX_BODY,
            MirrorOptions::maxBody,
            "a request with a longer body is not copied");
    private static final OptionSpec<MirrorOptions, Integer> MAX_IN_FLIGHT = optional(
            "maxInFlight",
            OptionTypes.integer(1),
            MirrorOptions.MAX_IN_FLIGHT,
            MirrorOptions::maxInFlight,
            "copies that may be under way; what is beyond is dropped");
    private static final OptionSpec<MirrorOptions, Duration> TIMEOUT = optional(
            "timeout",
            OptionTypes.duration(),
            MirrorOptions.TIMEOUT,
            MirrorOptions::timeout,
            "how long a copy may take until its answer has been read");
    private static final OptionSpec<MirrorOptions, String> FIELD = optional(
            "field",
            OptionKinds.token("field name"),
            MirrorOptions.FIELD,
            MirrorOptions::field,
            "the field that tells the mirror that it is one; its value is 1");
    private static final OptionSpec<MirrorOptions, Optional<MirrorComparison>> COMPARE = optional(
            "compare",
            OptionTypes.maybe(OptionTypes.nested(MirrorComparison.TYPE)),
            Optional.empty(),
            MirrorOptions::compare,
            "what of the answers is compared: status, fields, bytes of the body");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public MirrorType() {}

    @Override
    public String name() {
        return "mirror";
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public List<OptionSpec<MirrorOptions, ?>> options() {
        return List.of(TO, SHARE, BY, MAX_BODY, MAX_IN_FLIGHT, TIMEOUT, FIELD, COMPARE);
    }

    @Override
    public MirrorOptions read(OptionValues<MirrorOptions> values) {
        return new MirrorOptions(
                values.get(TO),
                values.get(SHARE),
                values.get(BY),
                values.get(MAX_BODY),
                values.get(MAX_IN_FLIGHT),
                values.get(TIMEOUT),
                values.get(FIELD),
                values.get(COMPARE));
    }

    @Override
    public Set<String> captures(MirrorOptions options) {
        return options.by().orElse(null) instanceof Source.Capture capture ? Set.of(capture.name()) : Set.of();
    }

    @Override
    public Set<String> pools(MirrorOptions options) {
        return Set.of(options.to());
    }

    @Override
    public Middleware make(MirrorOptions options, Environment environment) {
        return new Mirror(options, environment);
    }

    @Override
    public String describe(MirrorOptions options) {
        String by = options.by().map(key -> " by " + key).orElse("");
        return "mirror(" + options.share() + "%" + by + " to " + options.to() + ")";
    }
}
