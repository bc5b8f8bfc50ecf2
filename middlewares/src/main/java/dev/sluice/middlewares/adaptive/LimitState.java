package dev.sluice.middlewares.adaptive;

/** The state of an algorithm: it is told of answered requests and gives the limit. Not thread-safe. */
interface LimitState {
    /** How many requests may be in flight now. */
    int limit();

    /** Tells of a request that was answered. */
    void answered(Sample sample);

    /** Tells of a request for which there was no place. */
    default void refused() {}

    /**
     * A request that was answered.
     *
     * @param startedAt nanoseconds of the ticker when it was admitted
     * @param now nanoseconds of the ticker when its response's head arrived
     * @param latency nanoseconds to the head
     * @param inFlight how many requests were in flight when it was admitted, itself included
     * @param failed whether the upstream failed
     */
    record Sample(long startedAt, long now, long latency, int inFlight, boolean failed) {
        /** For people, such as {@code 35000 µs to the head with 12 in flight}. */
        @Override
        public String toString() {
            return latency / 1_000 + " µs to the " + (failed ? "failure" : "head") + " with " + inFlight + " in flight";
        }
    }

    /** The bounds of a limit, and where it starts. */
    record Bounds(int initial, int min, int max) {}

    /** A fresh state. */
    static LimitState of(LimitAlgorithm algorithm, Bounds bounds, long now) {
        return switch (algorithm) {
            case LimitAlgorithm.Gradient gradient -> new GradientState(gradient, bounds, now);
            case LimitAlgorithm.Aimd aimd -> new AimdState(aimd, bounds);
            case LimitAlgorithm.Fixed fixed -> new FixedState(bounds.initial());
        };
    }

    /** A limit that stays. */
    record FixedState(int limit) implements LimitState {
        @Override
        public void answered(Sample sample) {
            // a fixed limit learns nothing
        }
    }
}
