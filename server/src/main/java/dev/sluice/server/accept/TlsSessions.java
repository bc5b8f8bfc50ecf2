package dev.sluice.server.accept;

import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import io.helidon.webserver.ConnectionContext;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSession;

/** The facts of a client's TLS session: all of them if its socket was caught, otherwise those that Helidon gives. */
final class TlsSessions {
    private TlsSessions() {}

    static Peer.TlsSession of(ConnectionContext ctx, Optional<SSLSession> known) {
        String principal = ctx.remotePeer().tlsPrincipal().map(Object::toString).orElse("");
        Optional<ClientCertificate> certificate =
                ctx.remotePeer().tlsCertificates().flatMap(ClientCertificate::of);
        return known.map(session -> new Peer.TlsSession(
                        session.getProtocol(), session.getCipherSuite(), serverName(session), principal, certificate))
                .orElseGet(() -> new Peer.TlsSession("", "", "", principal, certificate));
    }

    private static String serverName(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return "";
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }
}
