package dev.sluice.server.rules;

import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * Handles bugs: exceptions and {@code Error}s of steps, bodies and completions. Each is logged once, with method and
 * path, and the client sees 500 if nothing was sent.
 */
public final class Bugs {
    private static final System.Logger LOGGER = System.getLogger(Bugs.class.getName());
    /** The most frames that are logged: the trace of a {@code StackOverflowError} has a thousand, which repeat. */
    private static final int MOST_FRAMES = 64;

    private static final int LONGEST_PATH = 256;

    private Bugs() {}

    /** Logs a bug, and makes the response: 500. */
    public static Response answer(Request request, Throwable bug) {
        log(request, bug);
        return Response.problem(Status.INTERNAL_SERVER_ERROR_500, Reason.BUG, "Internal Server Error\n");
    }

    /** Marks a response whose sending has thrown as failed by a bug. */
    public static Response marked(Response response) {
        Provenance provenance = response.provenance();
        return provenance.reason().isEmpty() ? response.withProvenance(provenance.withReason(Reason.BUG)) : response;
    }

    /** Logs a bug. */
    public static void log(Request request, Throwable bug) {
        if (bug.getStackTrace().length > MOST_FRAMES) {
            bug.setStackTrace(Arrays.copyOf(bug.getStackTrace(), MOST_FRAMES));
        }
        LOGGER.log(Level.ERROR, line(request) + " failed: a bug of a middleware, a handler or a body", bug);
    }

    /** Method and path, without the query, which may hold secrets. */
    static String line(Request request) {
        String path = request.path();
        return request.method() + " " + (path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path);
    }
}
