package dev.sluice.middlewares.mirror;

import dev.sluice.core.Request;
import dev.sluice.core.options.KeyHash;
import java.util.random.RandomGenerator;

/** Which requests are copied: a draw for each, or the hash of a key, the same in every process. */
record Sampling(MirrorOptions options, RandomGenerator random) {
    boolean takes(Request request) {
        return number(request) * 100 < options.share();
    }

    /** From 0 inclusive to 1 exclusive. */
    private double number(Request request) {
        return options.by()
                .map(key -> (KeyHash.of(key.key(request)) >>> 11) * 0x1.0p-53)
                .orElseGet(random::nextDouble);
    }
}
