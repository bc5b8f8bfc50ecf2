package dev.sluice.server.accept;

import dev.sluice.io.PolledSocket;
import dev.sluice.io.PolledTls;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.ProxyProtocolV2Data;
import java.io.IOException;

/** Helidon 4.5.0 leaves the line feed of {@code PROXY UNKNOWN CR LF} unread. */
final class StrayLineFeed {
    private StrayLineFeed() {}

    /** Whether the first byte of a connection may be one. */
    static boolean mayFollow(ConnectionContext ctx) {
        return ctx.proxyProtocolData()
                .filter(proxied -> proxied.family() == ProxyProtocolData.Family.UNKNOWN)
                .filter(proxied -> !(proxied instanceof ProxyProtocolV2Data))
                .isPresent();
    }

    /** Reads the first byte, which is TLS's if it is no line feed. */
    static void skip(PolledSocket socket, PolledTls tls) throws IOException {
        byte[] first = new byte[1];
        if (socket.read(first, 0, 1) == 1 && first[0] != '\n') {
            tls.received(first, 0, 1);
        }
    }
}
