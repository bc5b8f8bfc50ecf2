package dev.sluice;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Upstream;
import dev.sluice.ends.ForwardType;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.model.Environment;
import dev.sluice.server.Pipeline;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * Forwards from a handler of one's own, which decides where to: a lookup, a shard, a tenant.
 *
 * {@snippet :
 * DirectForwarder forwarder = forwarder();
 * routing.any("/tenants/{name}/*", (request, response) ->
 *         forwarder.forward(request, response, shardOf(request.path().pathParameters().get("name"))));
 * }
 *
 * <p>Both bodies stream. Failures are answered as those of a proxy: 502, 503, 504, in plain text. A target that the
 * route of the handler and the upstream could read differently, such as {@code /tenants/a%2Fb}, is answered 400. It works in any
 * WebServer of Helidon's; beside a {@link dev.sluice.server.WireHost} it also forwards upgrades, trailers and interim
 * responses. The handler must not have read the request's body or begun the response, and does nothing with either
 * afterwards.
 *
 * <p>Thread-safe. Keeps connections for later requests until it is closed; one serves a whole service.
 */
public final class DirectForwarder implements AutoCloseable {
    private final Environment environment;
    private final Handler out;

    DirectForwarder(ForwarderOptions options, Environment environment) {
        this.environment = environment;
        out = ForwardType.TYPE.make(new ForwardType.Forward(Optional.empty(), options), environment);
    }

    /**
     * Forwards a request as it is, and the response.
     *
     * @param request of Helidon's routing
     * @param response of the same exchange
     * @param upstream {@code http://host[:port][/base]}
     * @throws IllegalArgumentException if that is none
     */
    public void forward(ServerRequest request, ServerResponse response, String upstream) {
        forward(request, response, Upstream.of(upstream));
    }

    /**
     * Forwards a request as it is, and the response.
     *
     * @param request of Helidon's routing
     * @param response of the same exchange
     * @param upstream where to; made once, if it is known
     */
    public void forward(ServerRequest request, ServerResponse response, Upstream upstream) {
        answer(List.of(to(upstream)), request, response);
    }

    /**
     * Forwards a request and the response, changed on the way.
     *
     * {@snippet :
     * forwarder.forward(request, response, upstream, (asked, next) ->
     *         next.handle(asked.withHead(asked.head().withTarget("/v2" + asked.target()))));
     * }
     *
     * @param request of Helidon's routing
     * @param response of the same exchange
     * @param upstream where to
     * @param rewrite changes request and response, by code of one's own or a middleware such as {@link
     *     dev.sluice.middlewares.rewrite.Rewrite}; it is not closed here
     */
    public void forward(ServerRequest request, ServerResponse response, Upstream upstream, Middleware rewrite) {
        answer(List.of(rewrite, to(upstream)), request, response);
    }

    private static Middleware to(Upstream upstream) {
        return (request, next) -> next.handle(request.withUpstream(upstream));
    }

    private void answer(List<Middleware> steps, ServerRequest request, ServerResponse response) {
        new Pipeline(steps, out, environment.ticker(), environment.timers()).answer(request, response);
    }

    /** Closes the connections to upstreams that are not in use; the others close with their exchange. */
    @Override
    public void close() {
        ForwardType.close(out);
    }
}
