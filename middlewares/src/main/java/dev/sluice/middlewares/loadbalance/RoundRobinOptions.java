package dev.sluice.middlewares.loadbalance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link RoundRobin} does besides picking. Immutable.
 *
 * @param sticky keeps a client at its upstream. Default: nothing does
 * @param onPick told of every pick; oxy's {@code RoundRobinRequestRewriteListener}. Default: nobody
 * @param onState told of every beginning and end; oxy's {@code NewStateListener}. Default: nobody
 */
public record RoundRobinOptions(
        Optional<StickySession> sticky, List<RewriteListener> onPick, List<StateListener> onState) {
    static final RoundRobinOptions DEFAULT = builder().build();

    /** Copies the lists. */
    public RoundRobinOptions {
        onPick = List.copyOf(onPick);
        onState = List.copyOf(onState);
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<RewriteListener> onPick = new ArrayList<>();
        private final List<StateListener> onState = new ArrayList<>();

        private Optional<StickySession> sticky = Optional.empty();

        private Builder() {}

        /**
         * Keeps clients at their upstreams.
         *
         * @param session how
         * @return this
         */
        public Builder sticky(StickySession session) {
            sticky = Optional.of(session);
            return this;
        }

        /**
         * Adds a listener for picks.
         *
         * @param listener told before the request is passed on
         * @return this
         */
        public Builder onPick(RewriteListener listener) {
            onPick.add(listener);
            return this;
        }

        /**
         * Adds a listener for beginnings and ends.
         *
         * @param listener told when an exchange begins and when it has ended
         * @return this
         */
        public Builder onState(StateListener listener) {
            onState.add(listener);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public RoundRobinOptions build() {
            return new RoundRobinOptions(sticky, onPick, onState);
        }
    }
}
