package dev.sluice.server.portable;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.peer.ClientCertificate;
import dev.sluice.core.peer.Peer;
import dev.sluice.server.rules.HelidonHeaders;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** The head of a request, as far as Helidon keeps it: methods are in upper case, bytes above 0x7f are lost. */
final class PortableHead {
    private PortableHead() {}

    static RequestHead of(ServerRequest routed) {
        HttpPrologue prologue = routed.prologue();
        String path = prologue.uriPath().rawPath();
        String query = prologue.hasQuery() ? "?" + prologue.query().rawValue() : "";
        Version version = version(prologue);
        return new RequestHead(prologue.method().text(), path + query, version, fields(routed, version));
    }

    private static Version version(HttpPrologue prologue) {
        return switch (prologue.protocolVersion()) {
            case "1.0" -> Version.HTTP_1_0;
            case "2.0", "2" -> Version.HTTP_2;
            default -> Version.HTTP_1_1;
        };
    }

    private static Fields fields(ServerRequest routed, Version version) {
        FieldsBuilder builder = Fields.builder();
        routed.headers().forEach(header -> {
            if (!header.name().isEmpty() && !header.name().startsWith(":")) {
                header.allValues().forEach(value -> builder.add(header.name(), value));
            }
        });
        // a tunnel is not possible here, so the client goes on in HTTP/1.1 (RFC 9110 §7.8)
        builder.remove("Upgrade");
        if (version == Version.HTTP_2) {
            builder.set("Host", routed.authority());
        }
        return builder.build();
    }

    static Optional<Peer.TlsSession> tls(ServerRequest routed) {
        return routed.isSecure()
                ? Optional.of(new Peer.TlsSession(
                        "",
                        "",
                        "",
                        routed.remotePeer().tlsPrincipal().map(Object::toString).orElse(""),
                        routed.remotePeer().tlsCertificates().flatMap(ClientCertificate::of)))
                : Optional.empty();
    }

    static boolean wantsClose(ServerRequest routed) {
        return HelidonHeaders.fields(routed.headers()).hasMember("Connection", "close");
    }
}
