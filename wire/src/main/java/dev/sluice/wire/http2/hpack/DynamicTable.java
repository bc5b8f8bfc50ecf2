package dev.sluice.wire.http2.hpack;

import org.jspecify.annotations.Nullable;

/** The fields that were sent last (RFC 7541 §2.3.2), as many as fit. */
final class DynamicTable {
    /** The greatest size that a decoder offers: the one that every connection begins with (RFC 9113 §6.5.2). */
    static final int MAXIMUM = 4096;

    /** As many fields as can fit. */
    private static final int SLOTS = MAXIMUM / TableField.OVERHEAD;

    private @Nullable TableField[] ring = {};
    /** The sizes of the fields in the ring: what is dropped has not been looked at for long, so that it is not at hand. */
    private int[] sizes = {};

    /** Where the field was put that was added last. */
    private int newest;

    private int count;
    private int size;
    private int limit = MAXIMUM;

    /** A field by its age, 0 for the newest; null if there is none. */
    @Nullable
    TableField get(int age) {
        return age < count ? ring[(newest - age) & (SLOTS - 1)] : null;
    }

    /** Adds a field, in place of the oldest ones; one that is larger than the table empties it (RFC 7541 §4.4). */
    void add(TableField field) {
        int added = field.size();
        evict(limit - added);
        if (added <= limit) {
            if (ring.length == 0) {
                ring = new @Nullable TableField[SLOTS];
                sizes = new int[SLOTS];
            }
            newest = (newest + 1) & (SLOTS - 1);
            ring[newest] = field;
            sizes[newest] = added;
            count++;
            size += added;
        }
    }

    /** Sets how much fits, and forgets what no longer does (RFC 7541 §4.3). */
    void limit(int bytes) {
        limit = bytes;
        evict(bytes);
    }

    private void evict(int most) {
        while (count > 0 && size > most) {
            count--;
            int oldest = (newest - count) & (SLOTS - 1);
            size -= sizes[oldest];
            ring[oldest] = null;
        }
    }
}
