package dev.sluice.server;

import dev.sluice.core.peer.Trust;
import dev.sluice.server.rules.Arrivals;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;

/**
 * What the pipelines of a routing in an embedded WebServer believe and tell about clients: the trusted proxies, whose
 * forwarded fields are believed, and whether requests carry the certificate of their client (RFC 9440):
 *
 * {@snippet :
 * routing.addFeature(new Trusting(Trust.in("10.0.0.0/8")).tellingCertificates()).addFeature(proxy);
 * }
 *
 * <p>A trust in the context of the server ({@code WebServer.builder().serverContext(context)}) does the same for all of
 * its routings. A {@link WireHost} has its own, in {@link WireOptions#trust()} and {@link
 * WireOptions#clientCertificates()}.
 *
 * @param trust the trusted proxies in front of the server
 * @param clientCertificates whether requests carry the certificate of their client in {@code Client-Cert}, and the rest of
 *     its chain in {@code Client-Cert-Chain}; those that a client sends itself are always dropped, unless it is trusted
 */
public record Trusting(Trust trust, boolean clientCertificates) implements HttpFeature {
    /**
     * Tells nothing of certificates.
     *
     * @param trust the trusted proxies in front of the server
     */
    public Trusting(Trust trust) {
        this(trust, false);
    }

    /**
     * A copy for which requests carry the certificate of their client.
     *
     * @return the copy
     */
    public Trusting tellingCertificates() {
        return new Trusting(trust, true);
    }

    /** Puts both into the context of each request, where the exchange of a pipeline looks for them. */
    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.addFilter((chain, request, response) -> {
            request.context().register(trust);
            request.context().register(Arrivals.CERTIFICATES, clientCertificates);
            chain.proceed();
        });
    }
}
