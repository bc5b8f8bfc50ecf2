package dev.sluice.server;

import dev.sluice.core.Trust;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;

/**
 * Sets the trusted proxies, whose forwarded fields are believed, for the pipelines of a routing in an embedded
 * WebServer:
 *
 * {@snippet :
 * routing.addFeature(new Trusting(Trust.in("10.0.0.0/8"))).addFeature(proxy);
 * }
 *
 * <p>A trust in the context of the server ({@code WebServer.builder().serverContext(context)}) does the same for all of
 * its routings. A {@link WireHost} has its own, in {@link WireOptions#trust()}.
 *
 * @param trust the trusted proxies in front of the server
 */
public record Trusting(Trust trust) implements HttpFeature {
    /** Puts the trust into the context of each request, where the exchange of a pipeline looks for it. */
    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            request.context().register(trust);
            chain.proceed();
        });
    }
}
