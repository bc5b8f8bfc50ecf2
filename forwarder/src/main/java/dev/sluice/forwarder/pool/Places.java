package dev.sluice.forwarder.pool;

import dev.sluice.core.Origin;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who holds places of a pool. When half of them are held, a client that holds its share gets no other one, so that nobody
 * can take all. A client is an address, or the first 64 bits of one of IPv6; those without one share nothing.
 *
 * <p>Clients are compared only once places are scarce. Guarded by the lock of its pool.
 */
final class Places {
    /** Where there are hardly more places, dividing them would only halve them. */
    private static final int SMALLEST_SHARE = 4;

    private static final int IPV6_PREFIX_BYTES = 8;

    private final int max;
    private final int share;
    private final List<Lease> held = new ArrayList<>();

    /**
     * None held.
     *
     * @param max how many there are
     * @param sharePercent of them, for one client; 100 to share nothing
     */
    Places(int max, int sharePercent) {
        this.max = max;
        this.share = share(max, sharePercent);
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

    /** Forgets one; the last takes its position. */
    void remove(Lease lease) {
        Lease last = held.removeLast();
        if (lease.position < held.size()) {
            held.set(lease.position, last);
            last.position = lease.position;
        }
        lease.position = -1;
    }
}
