package dev.sluice.middlewares.loadbalance.policy;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The members that a request may go to, by their {@linkplain Member#metadata() metadata}, as data: those that have all the
 * values that are fixed or that the request names.
 *
 * @param fixed values by keys of the metadata. Default: none
 * @param by where the request names the value of a key, such as {@code zone: header(X-Zone)}; none of the keys that are fixed.
 *     Default: none
 * @param fallback what is picked from if no member that may be picked has the values, or the request names none. Default:
 *     {@link Fallback#ANY}
 */
public record Subset(Map<String, String> fixed, Map<String, Source> by, Fallback fallback) {
    private static final OptionSpec<Subset, Map<String, String>> FIXED = optional(
            "fixed", OptionTypes.mapOf(OptionTypes.text()), Map.of(), Subset::fixed, "metadata that members must have");
    private static final OptionSpec<Subset, Map<String, Source>> BY = optional(
            "by",
            OptionTypes.mapOf(OptionKinds.source()),
            Map.of(),
            Subset::by,
            "where a request names the metadata that members must have, such as zone: header(X-Zone)");
    private static final OptionSpec<Subset, Fallback> FALLBACK = optional(
            "fallback",
            OptionTypes.oneOf(Fallback.class),
            Fallback.ANY,
            Subset::fallback,
            "what is picked from if nobody has the metadata");

    /** Its options. */
    public static final PartType<Subset> TYPE = new Nested<>(
            "subset",
            List.of(FIXED, BY, FALLBACK),
            values -> new Subset(values.get(FIXED), values.get(BY), values.get(FALLBACK)));

    /** Where a request goes that no member of its subset takes. */
    public enum Fallback {
        /** To any member of the pool. */
        ANY,
        /** To nobody: the client sees 503. */
        NONE
    }

    /**
     * Checks the keys.
     *
     * @throws IllegalArgumentException if there is none, or one is both fixed and named by requests
     */
    public Subset {
        fixed = Map.copyOf(fixed);
        by = Map.copyOf(by);
        if (fixed.isEmpty() && by.isEmpty()) {
            throw new IllegalArgumentException("subset must have at least one key of metadata");
        }
        for (String key : by.keySet()) {
            if (fixed.containsKey(key)) {
                throw new IllegalArgumentException("subset key must be fixed or named by requests, not both: " + key);
            }
        }
    }

    /**
     * Starts without keys.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects keys. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> fixed = new LinkedHashMap<>();
        private final Map<String, Source> by = new LinkedHashMap<>();
        private Fallback fallback = Fallback.ANY;

        private Builder() {}

        /**
         * Members must have a value.
         *
         * @param key of their metadata
         * @param value for all requests
         * @return this
         */
        public Builder fixed(String key, String value) {
            fixed.put(key, value);
            return this;
        }

        /**
         * Members must have the value that the request names.
         *
         * @param key of their metadata
         * @param value where the request names it, such as {@code Source.header("X-Zone")}
         * @return this
         */
        public Builder by(String key, Source value) {
            by.put(key, value);
            return this;
        }

        /**
         * Answers 503 if no member has the values. By default the request goes to any member.
         *
         * @return this
         */
        public Builder orNobody() {
            fallback = Fallback.NONE;
            return this;
        }

        /**
         * The result.
         *
         * @return the subset
         * @throws IllegalArgumentException if there is no key, or one twice
         */
        public Subset build() {
            return new Subset(fixed, by, fallback);
        }
    }

    /** The values that a member must have, in the order of the keys; empty if the request does not name one. */
    Optional<List<String>> wanted(Request request) {
        return all(key -> {
            Source source = by.get(key);
            return source == null ? fixed.getOrDefault(key, "") : source.key(request);
        });
    }

    /** The values that a member has, in the same order; empty if it lacks one. */
    Optional<List<String>> had(Member member) {
        return all(key -> member.metadata().getOrDefault(key, ""));
    }

    private Optional<List<String>> all(UnaryOperator<String> value) {
        List<String> values = keys().map(value).toList();
        return values.contains("") ? Optional.empty() : Optional.of(values);
    }

    private Stream<String> keys() {
        return Stream.concat(fixed.keySet().stream(), by.keySet().stream()).sorted();
    }
}
