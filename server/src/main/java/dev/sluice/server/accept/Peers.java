package dev.sluice.server.accept;

import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProxyProtocolData;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The peers of connections: the source that a PROXY protocol header names or, without one, the address of the
 * connection. Recent peers are cached, so that connections from one address share one address object: it is read for
 * each request, and a shared one is more likely in the processor's cache. Thread-safe; a slot may be overwritten at any
 * time.
 */
public final class Peers {
    private static final int SLOTS = 256;

    private final AtomicReferenceArray<@Nullable Peer> recent = new AtomicReferenceArray<>(SLOTS);

    /** The peer of a connection. */
    public Peer of(ConnectionContext ctx, Optional<SSLSession> session) {
        Optional<Peer.TlsSession> tls = ctx.isSecure() ? Optional.of(TlsSessions.of(ctx, session)) : Optional.empty();
        return sharing(ctx.proxyProtocolData()
                .filter(proxied -> !proxied.sourceAddress().isEmpty())
                .map(proxied -> Peer.of(source(proxied), tls))
                .orElseGet(() -> Peer.of(ctx.remotePeer().address(), tls)));
    }

    /** The source address, if it is an IP literal: host names are not looked up, and count as an unknown address. */
    private static SocketAddress source(ProxyProtocolData proxied) {
        int port = Math.max(0, proxied.sourcePort());
        return Cidr.address(proxied.sourceAddress())
                .map(address -> new InetSocketAddress(address, port))
                .orElseGet(() -> InetSocketAddress.createUnresolved(proxied.sourceAddress(), port));
    }

    /** The same peer, with the address object of an earlier connection if the addresses are equal. */
    Peer sharing(Peer peer) {
        int slot = peer.host().hashCode() & (SLOTS - 1);
        Peer before = recent.getPlain(slot);
        if (before != null
                && before.host().equals(peer.host())
                && before.address().equals(peer.address())) {
            return new Peer(before.address(), before.host(), peer.port(), peer.tls());
        }
        recent.setPlain(slot, new Peer(peer.address(), peer.host(), peer.port(), Optional.empty()));
        return peer;
    }
}
