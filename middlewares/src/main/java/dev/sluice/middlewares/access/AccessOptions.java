package dev.sluice.middlewares.access;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom {@link Access} lets in. Immutable.
 *
 * @param allow ranges whose addresses are admitted. If it is empty, all addresses are
 * @param deny ranges whose addresses are rejected, even if they are in {@code allow}
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
            throw new IllegalArgumentException("there are no ranges to allow or deny");
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
        private final Mistakes mistakes = new Mistakes();

        private Builder() {}

        /**
         * Admits addresses. With at least one allowed range, addresses outside all allowed ranges are rejected.
         *
         * @param ranges such as {@code 10.0.0.0/8}
         * @return this; what is not a range is told by {@link #build}
         */
        public Builder allow(String... ranges) {
            return addAll(allow, ranges);
        }

        /**
         * Rejects addresses, even if they are in an allowed range.
         *
         * @param ranges such as {@code 10.0.0.0/8}
         * @return this; what is not a range is told by {@link #build}
         */
        public Builder deny(String... ranges) {
            return addAll(deny, ranges);
        }

        private Builder addAll(List<Cidr> list, String... ranges) {
            for (String range : ranges) {
                mistakes.trying(() -> list.add(Cidr.of(range)));
            }
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming everything that is not a range, or if there are none
         */
        public AccessOptions build() {
            mistakes.throwIfAny();
            return new AccessOptions(allow, deny);
        }
    }
}
