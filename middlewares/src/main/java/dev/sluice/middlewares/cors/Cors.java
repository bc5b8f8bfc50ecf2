package dev.sluice.middlewares.cors;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.syntax.Tokens;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/**
 * Cross-origin resource sharing (CORS, Fetch §3.2). A preflight is answered here with 204 and the reason {@code
 * cors-preflight}. Other requests pass, and their responses get the {@code Access-Control-…} fields that the options
 * allow for the request's origin, in place of the upstream's.
 *
 * <p>CORS is no access control: a request from an origin that is not allowed still reaches the upstream, but the
 * browser does not show the response to the script that sent it. Stateless and thread-safe. Helidon's own CORS support
 * is not used, because it cannot be mounted inside a pipeline.
 */
public final class Cors implements Middleware {
    private static final Provenance PREFLIGHT = Provenance.local(Reason.CORS_PREFLIGHT);
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final List<String> OURS = List.of(
            ALLOW_ORIGIN,
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age");

    private final CorsOptions options;

    /**
     * CORS by some rules.
     *
     * @param options what to allow
     */
    public Cors(CorsOptions options) {
        this.options = options;
    }

    @Override
    public Response handle(Request request, Handler next) {
        Optional<String> origin = request.fields().first("Origin");
        Optional<String> asked = request.fields().first("Access-Control-Request-Method");
        if (origin.isPresent() && asked.isPresent() && request.method().equals("OPTIONS")) {
            return preflight(request, origin.get(), asked.get());
        }
        Response response = next.handle(request);
        return response.withFields(shared(response.fields(), origin));
    }

    private Response preflight(Request request, String origin, String method) {
        List<String> headers = request.fields().members("Access-Control-Request-Headers");
        FieldsBuilder fields =
                Fields.builder().add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (allows(origin) && options.methods().contains(method) && allows(headers)) {
            allow(fields, origin);
            fields.add("Access-Control-Allow-Methods", String.join(", ", options.methods()));
            if (!headers.isEmpty()) {
                fields.add("Access-Control-Allow-Headers", String.join(", ", headers));
            }
            fields.add("Access-Control-Max-Age", String.valueOf(options.maxAge().toSeconds()));
        }
        return Response.of(Status.NO_CONTENT_204, fields.build(), Body.empty()).withProvenance(PREFLIGHT);
    }

    private boolean allows(String origin) {
        return options.origins().contains(CorsOptions.ANY) || options.origins().contains(origin);
    }

    private boolean allows(List<String> headers) {
        return headers.stream()
                .allMatch(name -> Tokens.isToken(name)
                        && options.headers().stream()
                                .anyMatch(
                                        allowed -> allowed.equals(CorsOptions.ANY) || allowed.equalsIgnoreCase(name)));
    }

    private Fields shared(Fields upstream, Optional<String> origin) {
        FieldsBuilder fields = upstream.toBuilder();
        OURS.forEach(fields::remove);
        boolean anyOrigin = options.origins().contains(CorsOptions.ANY);
        if (!anyOrigin && !upstream.hasMember("Vary", "Origin")) {
            fields.add("Vary", "Origin");
        }
        if (origin.filter(this::allows).isPresent()) {
            allow(fields, origin.get());
            if (!options.exposed().isEmpty()) {
                fields.add("Access-Control-Expose-Headers", String.join(", ", options.exposed()));
            }
        }
        return fields.build();
    }

    private void allow(FieldsBuilder fields, String origin) {
        fields.add(ALLOW_ORIGIN, options.origins().contains(CorsOptions.ANY) ? CorsOptions.ANY : origin);
        if (options.credentials()) {
            fields.add("Access-Control-Allow-Credentials", "true");
        }
    }

    @Override
    public String describe() {
        return CorsType.TYPE.describe(options);
    }
}
