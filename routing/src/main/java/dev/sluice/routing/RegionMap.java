package dev.sluice.routing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A map of texts that is asked by a region of a longer one, without a copy of it. Filled once, then only read. */
final class RegionMap<V> {
    private @Nullable String[] keys = new String[2];
    private @Nullable Object[] values = new Object[2];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    V get(String text, int from, int to) {
        int at = hash(text, from, to) & (keys.length - 1);
        while (true) {
            String key = keys[at];
            if (key == null) {
                return null;
            }
            if (key.length() == to - from && text.startsWith(key, from)) {
                return value(at);
            }
            at = (at + 1) & (keys.length - 1);
        }
    }

    @SuppressWarnings("unchecked") // only put() writes
    private @Nullable V value(int at) {
        return (V) values[at];
    }

    void put(String key, V value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        insert(key, value);
        size++;
    }

    private void insert(String key, @Nullable Object value) {
        int at = hash(key, 0, key.length()) & (keys.length - 1);
        while (keys[at] != null) {
            at = (at + 1) & (keys.length - 1);
        }
        keys[at] = key;
        values[at] = value;
    }

    private void grow() {
        @Nullable String[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new String[2 * oldKeys.length];
        values = Arrays.copyOf(new Object[0], keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            String key = oldKeys[i];
            if (key != null) {
                insert(key, oldValues[i]);
            }
        }
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ (hash >>> 16);
    }
}
