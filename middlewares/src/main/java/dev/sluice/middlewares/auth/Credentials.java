package dev.sluice.middlewares.auth;

import dev.sluice.core.Fields;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.middlewares.field.FieldName;
import io.helidon.http.Status;
import java.util.Optional;

/**
 * The field in which a client says who it is. Two lines of it, in any spelling, are as good as none: nobody could say
 * which of them the upstream will read.
 */
final class Credentials {
    private final FieldName name;
    private final Fields challenge;

    Credentials(String header, String challenge) {
        this.name = FieldName.of(header);
        this.challenge = Fields.of("WWW-Authenticate", challenge, "Content-Type", "text/plain; charset=utf-8");
    }

    /** The value, if there is exactly one line of the field, spelled as it is here and not empty. */
    Optional<String> of(Fields fields) {
        return name.lines(fields) == 1 ? fields.first(name.text()).filter(value -> !value.isEmpty()) : Optional.empty();
    }

    /** What a client is told that has none, or wrong ones: 401 and how to authenticate (RFC 9110 §15.5.2). */
    Response unauthorized() {
        return Response.problem(Status.UNAUTHORIZED_401, Reason.UNAUTHORIZED, "Unauthorized\n")
                .withFields(challenge);
    }
}
