package dev.sluice.core;

import java.nio.charset.StandardCharsets;

/**
 * Decides what an error of the gateway's own looks like, in the one place where responses leave: what steps answer with
 * a {@link Problem} as its body is given its form here. An upstream's own errors are never touched. Thread-safe.
 */
@FunctionalInterface
public interface ErrorRenderer {
    /**
     * Gives an error its form.
     *
     * @param request what the client asked for
     * @param error status, fields and reason
     * @param problem the error's body
     * @return the response to send, with the same status
     */
    Response render(Request request, Response error, Problem problem);

    /**
     * Renders a response if it is an error of the gateway's own. Clients of gRPC and gRPC-Web get it as a status of theirs,
     * whatever {@link #render} does: 200, {@code grpc-status} and {@code grpc-message}, and no body.
     *
     * @param request what the client asked for
     * @param response any
     * @return another form of it, or the same
     */
    default Response rendered(Request request, Response response) {
        if (!(response.body() instanceof Problem problem)) {
            return response;
        }
        return GrpcError.isFor(request) ? GrpcError.of(request, response, problem) : render(request, response, problem);
    }

    /**
     * A line of plain text, which is the default.
     *
     * @return the renderer
     */
    static ErrorRenderer text() {
        return (request, error, problem) -> error;
    }

    /**
     * {@code application/problem+json} (RFC 9457): title, status, detail, and the reason as an extension member.
     *
     * @return the renderer
     */
    static ErrorRenderer problemJson() {
        return (request, error, problem) -> {
            String json = "{\"title\":" + quoted(error.status().reasonPhrase())
                    + ",\"status\":" + error.status().code()
                    + ",\"detail\":" + quoted(problem.detail())
                    + ",\"reason\":" + quoted(error.provenance().reason()) + "}\n";
            return error.withFields(error.fields().with("Content-Type", "application/problem+json"))
                    .withBody(Body.of(json.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
