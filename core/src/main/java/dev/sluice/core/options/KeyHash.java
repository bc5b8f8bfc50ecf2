package dev.sluice.core.options;

/**
 * The hash of a key by which requests are spread: the same in every process, so that several gateways agree. FNV-1a of the
 * characters (Fowler, Noll, Vo), then the last step of MurmurHash3, so that keys that differ in their last character spread
 * over all bits. It is no cryptographic hash: who chooses keys can choose where they go.
 */
public final class KeyHash {
    private KeyHash() {}

    /**
     * The hash of a key.
     *
     * @param key any text
     * @return all 64 bits are as if by chance
     */
    public static long of(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /**
     * Spreads the bits of a number.
     *
     * @param number any
     * @return the last step of MurmurHash3
     */
    public static long mixed(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
