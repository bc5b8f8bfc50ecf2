package dev.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a response comes from, which is what a trace line tells about it.
 *
 * @param upstream the upstream of the last attempt, whether it answered or failed; empty if there was no attempt
 * @param attempts the number of attempts, 0 if there was none
 * @param reason why it is not an ordinary answer, a short stable word such as {@code rate-limited}; empty if it is one
 * @param timings what the last attempt waited for
 * @param tried what became of earlier attempts, the first ones; {@value #MOST_TRIED} at most
 * @param route the route that took the request; empty if there are no routes, or none took it
 * @param step the path of the step that answered by itself, such as {@code orders/rateLimit#1}; empty if none did
 * @param protocol the version of HTTP in which the upstream has answered; empty if it has not
 */
public record Provenance(
        Optional<Upstream> upstream,
        int attempts,
        String reason,
        Timings timings,
        List<Tried> tried,
        String route,
        String step,
        Optional<RequestHead.Version> protocol) {
    /** How many earlier attempts are told of. */
    public static final int MOST_TRIED = 8;

    /** The provenance of a response that the gateway made itself. */
    public static final Provenance LOCAL = new Provenance(Optional.empty(), 0, "", Timings.NONE);

    /** Keeps a copy of what was tried, and no more of it than {@link #MOST_TRIED}. */
    public Provenance {
        tried = List.copyOf(tried.size() > MOST_TRIED ? tried.subList(0, MOST_TRIED) : tried);
    }

    /**
     * The provenance of a response that no route is told of yet.
     *
     * @param upstream the upstream of the last attempt
     * @param attempts the number of attempts
     * @param reason a short stable word, or empty
     * @param timings what the last attempt waited for
     * @param tried what became of earlier attempts
     */
    public Provenance(Optional<Upstream> upstream, int attempts, String reason, Timings timings, List<Tried> tried) {
        this(upstream, attempts, reason, timings, tried, "", "", Optional.empty());
    }

    /**
     * The provenance of a response that there was no earlier attempt for.
     *
     * @param upstream the upstream, whether it answered or failed
     * @param attempts the number of attempts
     * @param reason a short stable word, or empty
     * @param timings what the attempt waited for
     */
    public Provenance(Optional<Upstream> upstream, int attempts, String reason, Timings timings) {
        this(upstream, attempts, reason, timings, List.of());
    }

    /**
     * An attempt whose response was thrown away for another one.
     *
     * @param upstream where it went; empty if nobody was picked
     * @param status what would have been answered
     * @param failure what went wrong on the network; empty if the upstream answered with that status
     */
    public record Tried(Optional<Upstream> upstream, int status, Optional<Failure> failure) {}

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
        return new Provenance(upstream, count, reason, timings, tried, route, step, protocol);
    }

    /**
     * A copy with another reason.
     *
     * @param changed a short stable word
     * @return the copy
     */
    public Provenance withReason(String changed) {
        return new Provenance(upstream, attempts, changed, timings, tried, route, step, protocol);
    }

    /**
     * A copy that tells of the route.
     *
     * @param taken its name
     * @return the copy
     */
    public Provenance withRoute(String taken) {
        return new Provenance(upstream, attempts, reason, timings, tried, taken, step, protocol);
    }

    /**
     * A copy that tells of the step.
     *
     * @param answered the path of the step that answered by itself
     * @return the copy
     */
    public Provenance withStep(String answered) {
        return new Provenance(upstream, attempts, reason, timings, tried, route, answered, protocol);
    }

    /**
     * A copy that tells of the upstream's version of HTTP.
     *
     * @param version in which it has answered
     * @return the copy
     */
    public Provenance withProtocol(RequestHead.Version version) {
        return new Provenance(upstream, attempts, reason, timings, tried, route, step, Optional.of(version));
    }

    /**
     * A copy that tells of earlier attempts, before those that it tells of already.
     *
     * @param earlier in the order in which they were made
     * @return the copy
     */
    public Provenance after(List<Tried> earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        List<Tried> all = new ArrayList<>(earlier);
        all.addAll(tried);
        return new Provenance(upstream, attempts, reason, timings, all, route, step, protocol);
    }
}
