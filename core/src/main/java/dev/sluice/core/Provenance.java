package dev.sluice.core;

import java.util.Optional;

/**
 * Where a response comes from: what a trace line tells about it.
 *
 * @param upstream who answered, or failed to
 * @param attempts how many were made, 0 if none was
 * @param reason why it is not an ordinary answer, a short stable word such as {@code rate-limited}; empty if it is one
 * @param timings what the last attempt waited for
 */
public record Provenance(Optional<Upstream> upstream, int attempts, String reason, Timings timings) {
    /** A response made here. */
    public static final Provenance LOCAL = new Provenance(Optional.empty(), 0, "", Timings.NONE);

    /**
     * What an attempt waited for, in nanoseconds.
     *
     * @param queue for a place in the pool
     * @param connect for TCP and TLS; 0 on a reused connection
     * @param firstByte from the first byte sent to the head of the response
     */
    public record Timings(long queue, long connect, long firstByte) {
        /** No attempt. */
        public static final Timings NONE = new Timings(0, 0, 0);
    }

    /**
     * A response made here, and why.
     *
     * @param reason a short stable word
     * @return the provenance
     */
    public static Provenance local(String reason) {
        return new Provenance(Optional.empty(), 0, reason, Timings.NONE);
    }

    /**
     * A copy with a number of attempts.
     *
     * @param count how many
     * @return the copy
     */
    public Provenance withAttempts(int count) {
        return new Provenance(upstream, count, reason, timings);
    }

    /**
     * A copy with a reason.
     *
     * @param changed a short stable word
     * @return the copy
     */
    public Provenance withReason(String changed) {
        return new Provenance(upstream, attempts, changed, timings);
    }
}
