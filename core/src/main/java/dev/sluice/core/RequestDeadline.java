package dev.sluice.core;

import dev.sluice.core.time.Ticker;
import java.util.Optional;

/**
 * The time by which the head of the final response to a request must be there, whatever is tried for it until then. A
 * step sets it, and a client of gRPC by {@code grpc-timeout}; whoever waits on behalf of the request reads it: queues,
 * retries, the forwarder. A response under way is not cut by it, so that streams, tunnels and long downloads go on; but
 * what a client of gRPC asks for is the time of the whole call.
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
     * @return the earliest; empty if neither a step nor the client has set one
     */
    public static Optional<RequestDeadline> of(Request request) {
        Optional<RequestDeadline> set = request.attributes().get(KEY);
        Optional<RequestDeadline> asked = ofCall(request);
        return asked.isEmpty() ? set : Optional.of(set.map(asked.get()::earlier).orElse(asked.get()));
    }

    /**
     * The deadline of a call of gRPC, as its client has set it, which the whole response must keep to.
     *
     * @param request of any kind
     * @return {@code grpc-timeout} after the request was received; empty if it is no call, or may take as long as it likes
     */
    public static Optional<RequestDeadline> ofCall(Request request) {
        long timeout = Grpc.timeout(request);
        return timeout == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new RequestDeadline(request.receivedAt() + timeout));
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
