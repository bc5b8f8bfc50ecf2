package dev.sluice.examples;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;
import dev.sluice.core.Response;
import io.helidon.http.Status;

/** A middleware of one's own is a lambda: it sees the request, calls the next handler or not, and sees the response. */
public final class OwnMiddleware {
    private OwnMiddleware() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        gateway("http://localhost:63450").listen(8080);
    }

    static Proxy gateway(String upstream) {
        return proxy().use((request, next) -> request.method().equals("DELETE")
                        ? Response.of(Status.FORBIDDEN_403, "nothing is deleted here\n")
                        : next.handle(request))
                .use((request, next) -> {
                    Response response = next.handle(request);
                    return response.withFields(response.fields().toBuilder()
                            .set("X-Gateway", "sluice")
                            .build());
                })
                .forward(upstream);
    }
}
