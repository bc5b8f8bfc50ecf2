package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;

/**
 * The laws of {@link Middleware} as a test to implement. Every middleware passes them, with options under which it lets
 * {@link #passing()} pass.
 */
public interface MiddlewareContract {
    /** A new instance that lets {@link #passing()} pass to the next handler. */
    Middleware middleware();

    /** A request that the middleware passes on. */
    default Request passing() {
        return Exchanges.get("/contract");
    }

    /** Whether the middleware may hold a response's body back to look at it: a buffer may, others stream. */
    default boolean buffersResponses() {
        return false;
    }

    @Test
    default void passesTheRequestOnAndTheResponseBack() {
        RecordingHandler next = RecordingHandler.answering(request -> Response.of(Status.CREATED_201, "made"));
        Response response = middleware().handle(passing(), next);
        assertEquals(201, response.status().code());
        assertEquals("made", Exchanges.send(response));
        assertEquals(1, next.requests().size());
        assertEquals(passing().target(), next.last().target());
    }

    @Test
    default void doesNotTouchAStreamedResponse() {
        TrackedBody body = TrackedBody.ofUnknownLength("streamed");
        Response response = middleware().handle(passing(), request -> Response.of(Status.OK_200, Fields.EMPTY, body));
        if (!buffersResponses()) {
            assertEquals(0, body.bytesRead(), "bytes read before the host asked");
        }
        assertEquals("streamed", Exchanges.send(response));
        assertTrue(body.closed(), "the body is closed after the end");
    }

    @Test
    default void closesTheBodyWhenTheResponseIsDiscarded() {
        TrackedBody body = TrackedBody.ofUnknownLength("never sent");
        middleware()
                .handle(passing(), request -> Response.of(Status.OK_200, Fields.EMPTY, body))
                .close();
        assertTrue(body.closed(), "the body is closed");
    }

    @Test
    default void doesNotReadARequestBodyThatNobodyAsksFor() {
        TrackedBody body = TrackedBody.of("upload");
        Request request = passing().withBody(body);
        if (!buffersRequests()) {
            middleware().handle(request, next -> Exchanges.ok()).close();
            assertEquals(0, body.bytesRead(), "bytes read of the request");
        }
    }

    /** Whether the middleware reads the request's body before it passes it on. */
    default boolean buffersRequests() {
        return false;
    }

    @Test
    default void letsBugsThrough() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertSame(
                bug,
                assertThrows(
                        IllegalStateException.class,
                        () -> middleware().handle(passing(), request -> {
                            throw bug;
                        })));
    }

    @Test
    default void tellsTheInnerEndExactlyOnce() {
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        Response response =
                middleware().handle(passing(), request -> Exchanges.ok().onEnd(outcomes));
        Exchanges.send(response);
        response.close();
        assertTrue(outcomes.only().ending() == Outcome.Ending.SENT || buffersResponses());
    }

    @Test
    default void letsABrokenTransferBeSeen() {
        Failure failure = new Failure.UpstreamBroken("cut", Failure.Sent.ALL);
        Body body = TrackedBody.breaking("half of it", 4, failure);
        if (!buffersResponses()) {
            Response response =
                    middleware().handle(passing(), request -> Response.of(Status.OK_200, Fields.EMPTY, body));
            assertThrows(TransferException.class, () -> Exchanges.send(response));
        }
    }
}
