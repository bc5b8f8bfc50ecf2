package dev.sluice.middlewares.access;

import dev.sluice.core.Cidr;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom {@link Access} lets in. Immutable.
 *
 * @param allow ranges of those who may come in; everybody, if there are none
 * @param deny ranges of those who may not, even if they are in {@code allow}
 */
public record AccessOptions(List<Cidr> allow, List<Cidr> deny) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there are no ranges at all
     */
    public AccessOptions {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        if (allow.isEmpty() && deny.isEmpty()) {
            throw new IllegalArgumentException("access: there are no ranges to allow or deny");
        }
    }

    /**
     * Starts from no ranges.
     *
     * @return a builder, which needs at least one
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects ranges; their order does not matter. Not thread-safe. */
    public static final class Builder {
        private final List<Cidr> allow = new ArrayList<>();
        private final List<Cidr> deny = new ArrayList<>();

        private Builder() {}

        /**
         * Lets addresses in. Once a range is allowed, all others are not.
         *
         * @param ranges such as {@code 10.0.0.0/8}
         * @return this
         * @throws IllegalArgumentException for what is not a range
         */
        public Builder allow(String... ranges) {
            return addAll(allow, ranges);
        }

        /**
         * Keeps addresses out, those of an allowed range too.
         *
         * @param ranges such as {@code 10.0.0.0/8}
         * @return this
         * @throws IllegalArgumentException for what is not a range
         */
        public Builder deny(String... ranges) {
            return addAll(deny, ranges);
        }

        private Builder addAll(List<Cidr> list, String... ranges) {
            for (String range : ranges) {
                list.add(Cidr.of(range));
            }
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public AccessOptions build() {
            return new AccessOptions(allow, deny);
        }
    }
}
