package dev.sluice.core;

import java.util.Optional;

/**
 * Where a response comes from, which is what a trace line tells about it.
 *
 * @param upstream the upstream of the last attempt, whether it answered or failed; empty if there was no attempt
 * @param attempts the number of attempts, 0 if there was none
 * @param reason why it is not an ordinary answer, a short stable word such as {@code rate-limited}; empty if it is one
 * @param timings what the last attempt waited for
 */
public record Provenance(Optional<Upstream> upstream, int attempts, String reason, Timings timings) {
    /** The provenance of a response that the gateway made itself. */
    public static final Provenance LOCAL = new Provenance(Optional.empty(), 0, "", Timings.NONE);

    /**
     * How long an attempt waited, in nanoseconds.
     *
     * @param queue for a connection of the pool, or the right to open one
     * @param connect for the TCP connection and its TLS handshake; 0 on a reused connection
     * @param firstByte from the first byte of the request sent to the head of the response received
     */
    public record Timings(long queue, long connect, long firstByte) {
        /** The timings of a response without an attempt. */
        public static final Timings NONE = new Timings(0, 0, 0);
    }

    /**
     * The provenance of a response that the gateway made itself, for a reason.
     *
     * @param reason a short stable word
     * @return the provenance
     */
    public static Provenance local(String reason) {
        return new Provenance(Optional.empty(), 0, reason, Timings.NONE);
    }

    /**
     * A copy with another number of attempts.
     *
     * @param count the number of attempts
     * @return the copy
     */
    public Provenance withAttempts(int count) {
        return new Provenance(upstream, count, reason, timings);
    }

    /**
     * A copy with another reason.
     *
     * @param changed a short stable word
     * @return the copy
     */
    public Provenance withReason(String changed) {
        return new Provenance(upstream, attempts, changed, timings);
    }
}
