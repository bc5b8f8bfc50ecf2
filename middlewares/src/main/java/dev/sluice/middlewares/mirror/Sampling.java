package dev.sluice.middlewares.mirror;

import dev.sluice.core.Request;
import java.util.random.RandomGenerator;

/** Which requests are copied: a draw for each, or the hash of a key, the same in every process. */
record Sampling(MirrorOptions options, RandomGenerator random) {
    boolean takes(Request request) {
        return number(request) * 100 < options.share();
    }

    /** 0 to 1, without 1. */
    private double number(Request request) {
        return options.by().map(key -> hashed(key.key(request))).orElseGet(random::nextDouble);
    }

    /** FNV-1a with a finish, so that keys that differ in their last character spread. */
    private static double hashed(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
    }
}
