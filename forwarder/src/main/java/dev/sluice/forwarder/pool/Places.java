package dev.sluice.forwarder.pool;

import dev.sluice.core.peer.Origin;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The leases of a pool by client. Once half of the places are taken, a client that has its share gets no more, so that
 * no client can take all places. A client is an IPv4 address or an IPv6 prefix of 64 bits; clients without an address
 * are not limited.
 *
 * <p>Leases are counted by client only once half of the places are taken. Guarded by the lock of its pool.
 */
final class Places {
    /** The smallest share in places, so that small pools remain usable. */
    private static final int SMALLEST_SHARE = 4;

    private static final int IPV6_PREFIX_BYTES = 8;

    private final int sharePercent;
    private int max;
    private int share;
    private final List<Lease> held = new ArrayList<>();

    /**
     * Starts with all places free.
     *
     * @param max how many there are
     * @param sharePercent the share of one client; 100 for no limit
     */
    Places(int max, int sharePercent) {
        this.sharePercent = sharePercent;
        resize(max);
    }

    /** Changes how many there are. */
    void resize(int places) {
        max = places;
        share = share(places, sharePercent);
    }

    static int share(int max, int percent) {
        return Math.max(SMALLEST_SHARE, (int) ((long) max * percent / 100));
    }

    boolean areFull() {
        return held.size() >= max;
    }

    int inUse() {
        return held.size();
    }

    /** Whether a client may have another one, if one is free. */
    boolean isOpenTo(Origin client) {
        return held.size() < max - max / 2 || share >= max || count(client) < share;
    }

    private int count(Origin client) {
        int count = 0;
        for (int i = 0; i < held.size(); i++) {
            if (isSame(held.get(i).client(), client)) {
                count++;
            }
        }
        return count;
    }

    static boolean isSame(Origin one, Origin other) {
        return one.address().isPresent()
                && other.address().isPresent()
                && isSame(one.address().get(), other.address().get());
    }

    private static boolean isSame(InetAddress one, InetAddress other) {
        if (one instanceof Inet6Address && other instanceof Inet6Address) {
            return Arrays.equals(one.getAddress(), 0, IPV6_PREFIX_BYTES, other.getAddress(), 0, IPV6_PREFIX_BYTES);
        }
        return one.equals(other);
    }

    void add(Lease lease) {
        lease.position = held.size();
        held.add(lease);
    }

    /** Removes a lease; the last one takes its index. */
    void remove(Lease lease) {
        Lease last = held.removeLast();
        if (lease.position < held.size()) {
            held.set(lease.position, last);
            last.position = lease.position;
        }
        lease.position = -1;
    }
}
