package dev.sluice.server.rules;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import io.helidon.http.Status;

/** What a client is told whose message is refused before any pipeline sees it: the status, nothing internal. */
public final class Refusal {
    private static final String FORWARDED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private Refusal() {}

    public static Response of(Status status) {
        Fields fields = Fields.of("Content-Type", "text/plain; charset=utf-8");
        if (status.code() == Status.METHOD_NOT_ALLOWED_405_CODE) {
            fields = fields.with("Allow", FORWARDED_METHODS);
        }
        return Response.of(status, fields, Body.of(status.reasonPhrase() + "\n"))
                .withProvenance(Provenance.local("refused-" + status.codeText()));
    }
}
