package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sluice.core.Gate;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import org.junit.jupiter.api.Test;

/** The laws of {@link Gate} as a test to implement, beside those of every middleware. */
public interface GateContract extends MiddlewareContract {
    @Override
    Gate middleware();

    @Test
    default void admitsWithoutReadingTheBody() {
        TrackedBody body = TrackedBody.of("upload");
        assertInstanceOf(Verdict.Admitted.class, middleware().admit(passing().withBody(body)));
        assertEquals(0, body.bytesRead());
    }

    @Test
    default void passesTheVerySameResponse() {
        Response response = Exchanges.ok();
        assertSame(response, middleware().handle(passing(), request -> response));
    }

    @Test
    default void passesTheVerySameRequest() {
        RecordingHandler next = RecordingHandler.ok();
        var request = passing();
        middleware().handle(request, next).close();
        assertSame(request, next.last());
    }
}
