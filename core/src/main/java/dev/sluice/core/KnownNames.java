package dev.sluice.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All prepared names, by what sorts most others out: their length, first and last letter. Immutable. */
final class KnownNames {
    private static volatile KnownNames all = new KnownNames(new @Nullable PreparedName[64], new PreparedName[0]);

    /** Four times as many as names, or more; a taken slot's next is taken. */
    private final @Nullable PreparedName[] slots;

    private final PreparedName[] byNumber;

    private KnownNames(@Nullable PreparedName[] slots, PreparedName[] byNumber) {
        this.slots = slots;
        this.byNumber = byNumber;
    }

    static KnownNames all() {
        return all;
    }

    /** The name with a text in lower case, prepared if it is new. */
    static synchronized PreparedName named(String text) {
        PreparedName added = new PreparedName(text, all.byNumber.length + 1);
        PreparedName known = all.slots[all.slot(added)];
        if (known == null) {
            all = all.with(added);
            return added;
        }
        return known;
    }

    private KnownNames with(PreparedName added) {
        PreparedName[] names = Arrays.copyOf(byNumber, byNumber.length + 1);
        names[byNumber.length] = added;
        boolean full = 4 * names.length > slots.length;
        KnownNames more = new KnownNames(new @Nullable PreparedName[full ? 2 * slots.length : slots.length], names);
        for (PreparedName name : names) {
            more.slots[more.slot(name)] = name;
        }
        return more;
    }

    private int slot(PreparedName name) {
        return slot(name.lower(), 0, name.lower().length);
    }

    /** What is remembered of a name that is not among these: that it is none of so many. */
    int none() {
        return -byNumber.length;
    }

    PreparedName get(int number) {
        return byNumber[number - 1];
    }

    /** The number of the name that these bytes of a token are; {@link #none} if it is none of these. */
    int find(byte[] block, int start, int end) {
        PreparedName name = slots[slot(block, start, end)];
        return name == null ? none() : name.number();
    }

    /** Where a name is, or would be. */
    private int slot(byte[] block, int start, int end) {
        int slot = hash(end - start, block[start], block[end - 1]) & (slots.length - 1);
        for (PreparedName name = slots[slot]; name != null && !name.isAt(block, start, end); name = slots[slot]) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int hash(int length, int first, int last) {
        return length + 31 * (PreparedName.lowerCase(first) + 31 * PreparedName.lowerCase(last));
    }
}
