package dev.sluice.core;

import java.util.Optional;

/**
 * The time by which the head of the final response to a request must be there, whatever is tried for it until then. A
 * step sets it; whoever waits on behalf of the request reads it: queues, retries, the forwarder. A response under way is
 * not cut by it, so that streams, tunnels and long downloads go on.
 *
 * @param at {@link Ticker#nanos()}
 */
public record RequestDeadline(long at) {
    /** The attribute of a request that has one. */
    public static final Attributes.Key<RequestDeadline> KEY = Attributes.key("deadline", RequestDeadline.class);

    /**
     * The deadline of a request.
     *
     * @param request with all its attributes
     * @return empty if no step has set one
     */
    public static Optional<RequestDeadline> of(Request request) {
        return request.attributes().get(KEY);
    }

    /**
     * How much time is left.
     *
     * @param now {@link Ticker#nanos()}
     * @return in nanoseconds; 0 or less when it has passed
     */
    public long left(long now) {
        return at - now;
    }

    /**
     * The earlier one of this and another.
     *
     * @param other the other
     * @return one of the two
     */
    public RequestDeadline earlier(RequestDeadline other) {
        return other.at - at < 0 ? other : this;
    }
}
