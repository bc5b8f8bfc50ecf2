package dev.sluice.server;

import dev.sluice.core.Peer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Recent clients, so that the connections of one, or of one balancer in front of many, have their address in memory
 * once: it is looked at with each request, and is still in the cache from the one before. Thread-safe; a slot is but a
 * hint.
 */
final class Peers {
    private static final int SLOTS = 256;

    private final AtomicReferenceArray<@Nullable Peer> recent = new AtomicReferenceArray<>(SLOTS);

    /** The same peer, with the address of an earlier connection if that is the same. */
    Peer sharing(Peer peer) {
        int slot = peer.host().hashCode() & (SLOTS - 1);
        Peer before = recent.getPlain(slot);
        if (before != null
                && before.host().equals(peer.host())
                && before.address().equals(peer.address())) {
            return new Peer(before.address(), before.host(), peer.port(), peer.tls());
        }
        recent.setPlain(slot, peer);
        return peer;
    }
}
