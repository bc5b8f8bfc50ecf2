package dev.sluice.server.rules;

import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The responses that the steps of a pipeline have got in one exchange. Whoever gets one returns it or closes it; what was
 * neither returned nor closed holds a connection to an upstream, so it is closed when the exchange has ended, with a
 * warning that names the step. Used by the exchange's thread; what a step asks for on threads of its own is not noted.
 */
public final class OpenResponses {
    private static final System.Logger LOGGER = System.getLogger(OpenResponses.class.getName());

    private record Left(Response response, @Nullable Middleware by) {}

    private @Nullable Response latest;
    /** Which step seems to have left it: asked for another, or returned something else. */
    private @Nullable Middleware suspect;

    private @Nullable List<Left> earlier;

    /** A response has come from what the steps lead to, which may be further steps that have noted it already. */
    public void opened(Response response) {
        Response before = latest;
        if (before != null && response.isCopyOf(before)) {
            latest = response;
            return;
        }
        if (before != null && !before.ended()) {
            earlier = earlier == null ? new ArrayList<>() : earlier;
            earlier.add(new Left(before, suspect));
        }
        latest = response;
        suspect = null;
    }

    /** A step asks for a response; if it has one already, it should have closed it before. */
    public void calledBy(Middleware step) {
        Response before = latest;
        if (before != null && suspect == null && !before.ended()) {
            suspect = step;
        }
    }

    /** A step has returned a response; if it is not the one it got, it should have closed that. */
    public void returnedBy(Middleware step, Response response) {
        Response got = latest;
        if (got != null && suspect == null && !response.isCopyOf(got)) {
            suspect = step;
        }
    }

    /** A step has thrown, and so returns no response that it may have got. */
    public void thrownBy(Middleware step) {
        if (suspect == null) {
            suspect = step;
        }
    }

    /** The exchange has ended: closes what has not. */
    public void closeLeft(Request request) {
        Response last = latest;
        if (last != null && !last.ended()) {
            close(new Left(last, suspect), request);
        }
        if (earlier != null) {
            earlier.stream().filter(left -> !left.response().ended()).forEach(left -> close(left, request));
        }
    }

    private static void close(Left left, Request request) {
        Middleware by = left.by();
        LOGGER.log(
                Level.WARNING,
                "{0} neither returned nor closed a response to {1}; it was closed with the exchange",
                by == null ? "a step" : by.describe(),
                Bugs.line(request));
        try {
            left.response().close();
        } catch (RuntimeException | Error bug) {
            Bugs.log(request, bug);
        }
    }
}
