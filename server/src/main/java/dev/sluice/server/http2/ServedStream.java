package dev.sluice.server.http2;

import dev.sluice.core.RequestHead;
import dev.sluice.server.exchange.WireExchange;
import dev.sluice.server.exchange.WireListener;
import dev.sluice.server.rules.Leaving;
import dev.sluice.server.rules.Refusal;
import dev.sluice.server.rules.RequestRules;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.http2.Http2Stream;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.http.Status;

/**
 * One request of a connection, on a thread of its own. Everything that a request may not be is refused here, before any
 * filter or handler sees it.
 */
final class ServedStream {
    private final StreamLink connection;
    private final WireListener host;
    private final Http2Stream stream;
    private final long receivedAt;
    private final StreamDeadlines deadlines;
    private final StreamBody body;

    ServedStream(StreamLink connection, Http2Stream stream, long receivedAt) {
        this.connection = connection;
        this.host = connection.host();
        this.stream = stream;
        this.receivedAt = receivedAt;
        this.deadlines = new StreamDeadlines(host.limits(), host.time(), stream);
        this.body = new StreamBody(stream, deadlines, host.limits().maxBody(), host::slowRequest);
        stream.stalls(deadlines);
    }

    /** Serves a request to its end. */
    void serve(RequestHead received, Limit limit) {
        RequestHead head;
        try {
            head = RequestRules.check(received);
        } catch (MalformedException malformed) {
            refuse(received, malformed.status());
            return;
        }
        long maxBody = host.limits().maxBody();
        if (maxBody >= 0 && body.length() > maxBody) {
            refuse(head, Status.REQUEST_ENTITY_TOO_LARGE_413);
            return;
        }
        long more = Math.max(0, head.fields().wireLength() - BufferPool.SMALL);
        if (more > 0 && !host.memory().take(more)) {
            refuse(head, Status.SERVICE_UNAVAILABLE_503);
            return;
        }
        try {
            withinLimit(head, limit);
        } finally {
            host.memory().giveBack(more);
        }
    }

    private void withinLimit(RequestHead head, Limit limit) {
        if (!(limit.tryAcquireOutcome(true) instanceof LimitAlgorithm.Outcome.Accepted accepted)) {
            refuse(head, Status.SERVICE_UNAVAILABLE_503);
            return;
        }
        try {
            route(exchange(head));
        } finally {
            accepted.token().success();
        }
    }

    private WireExchange exchange(RequestHead head) {
        StreamSender sender = new StreamSender(connection, stream, deadlines, head.method());
        return new WireExchange(sender, head, body, receivedAt);
    }

    private void route(WireExchange exchange) {
        Leaving leaving = exchange.leaving();
        if (!stream.onReset(() -> host.time().timers().startThread("sluice-left", leaving::left))) {
            leaving.left();
        }
        try {
            connection.service().serve(exchange);
        } catch (RuntimeException | Error bug) {
            exchange.fail(bug);
        } finally {
            exchange.settle();
        }
    }

    /** Answers what cannot be served, and tells the gates that keep records. */
    void refuse(RequestHead head, Status status) {
        WireExchange exchange = exchange(head);
        exchange.state().onEnd(outcome -> host.refused(exchange.request(), outcome));
        exchange.send(Refusal.of(status));
    }

    /** The stream's place is free for another. */
    void release() {
        body.release();
        deadlines.close();
    }
}
