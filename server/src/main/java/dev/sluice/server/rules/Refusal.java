package dev.sluice.server.rules;

import dev.sluice.core.Response;
import io.helidon.http.Status;

/** The response to a message that is refused before any pipeline sees it: the status, without internal details. */
public final class Refusal {
    private static final String FORWARDED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private Refusal() {}

    public static Response of(Status status) {
        Response refusal = Response.problem(status, "refused-" + status.codeText(), status.reasonPhrase() + "\n");
        return status.code() == Status.METHOD_NOT_ALLOWED_405_CODE
                ? refusal.withFields(refusal.fields().with("Allow", FORWARDED_METHODS))
                : refusal;
    }
}
