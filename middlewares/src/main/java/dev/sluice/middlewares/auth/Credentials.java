package dev.sluice.middlewares.auth;

import dev.sluice.core.Fields;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.middlewares.field.FieldName;
import io.helidon.http.Status;
import java.util.Optional;

/**
 * The field that carries a client's credentials. If there are several lines of it, in any spelling, it counts as
 * absent: the gateway could check another line than the one the upstream reads.
 */
final class Credentials {
    private final FieldName name;
    private final Fields challenge;

    Credentials(String header, String challenge) {
        this.name = FieldName.of(header);
        this.challenge = Fields.of("WWW-Authenticate", challenge, "Content-Type", "text/plain; charset=utf-8");
    }

    /**
     * The value, if there is exactly one line of the field, its name is spelled with hyphens as here, and it is not
     * empty.
     */
    Optional<String> of(Fields fields) {
        return name.lines(fields) == 1 ? fields.first(name.text()).filter(value -> !value.isEmpty()) : Optional.empty();
    }

    /** The response to a client with missing or wrong credentials: 401 with a challenge (RFC 9110 §15.5.2). */
    Response unauthorized() {
        return Response.problem(Status.UNAUTHORIZED_401, Reason.UNAUTHORIZED, "Unauthorized\n")
                .withFields(challenge);
    }
}
