package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;

/**
 * The tunnels to one upstream: limited apart from the connections for exchanges, since a tunnel may last for hours.
 * Thread-safe by its own lock.
 */
final class Tunnels {
    private final Upstream upstream;
    private final Places places;
    /** Those that are no streams of a shared connection. */
    private int connections;

    Tunnels(Upstream upstream, PoolLimits limits) {
        this.upstream = upstream;
        this.places = new Places(limits.maxTunnels(), limits.clientShare());
    }

    /**
     * Checks that there is room for one more tunnel, before the upgrade request is sent.
     *
     * @throws TransferException if there is none
     */
    synchronized void checkRoom(Origin client) {
        if (!hasRoom(client)) {
            throw new TransferException(
                    new Failure.Overloaded(places.inUse() + " tunnels to " + upstream + " are open"));
        }
    }

    private boolean hasRoom(Origin client) {
        return !places.areFull() && places.isOpenTo(client);
    }

    /** Adds one; false if there is no room. */
    synchronized boolean add(Lease lease) {
        if (!hasRoom(lease.client())) {
            return false;
        }
        lease.tunnel = true;
        places.add(lease);
        connections += lease.stream().isEmpty() ? 1 : 0;
        return true;
    }

    synchronized void remove(Lease lease) {
        places.remove(lease);
        connections -= lease.stream().isEmpty() ? 1 : 0;
    }

    /** How many have a connection of their own. */
    synchronized int connections() {
        return connections;
    }

    synchronized int count() {
        return places.inUse();
    }
}
