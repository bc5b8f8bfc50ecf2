package dev.sluice.endtoend;

import java.util.random.RandomGenerator;

/** What may happen to an exchange of the soak, and how often in a thousand. */
enum Ordeal {
    /** A GET, answered with a length. */
    SIZED(330),
    /** A GET, answered in chunks. */
    CHUNKED(200),
    /** A POST with a length. */
    UPLOAD(200),
    /** A POST in chunks. */
    CHUNKED_UPLOAD(107),
    /** A HEAD. */
    HEAD(60),
    /** The upstream resets every attempt. */
    RESET(10),
    /** The upstream ends in the middle of a body. */
    TRUNCATED(10),
    /** The upstream answers what is not HTTP. */
    GARBAGE(10),
    /** The upstream never answers. */
    SLOW(10),
    /** The upstream answers and leaves, without a word. */
    STALE(10),
    /** The upstream resets the first attempt only. */
    RETRIED(10),
    /** The client leaves in the middle of its body. */
    ABORTED_UPLOAD(10),
    /** The client leaves in the middle of the answer. */
    ABORTED_DOWNLOAD(10),
    /** The client leaves before there is an answer. */
    ABORTED_WAITING(10),
    /** The client's body is larger than it may be. */
    TOO_LARGE(10),
    /** The client has asked too often. */
    LIMITED(10);

    private static final int TOTAL = 1000;

    private final int perMille;

    Ordeal(int perMille) {
        this.perMille = perMille;
    }

    static Ordeal pick(RandomGenerator random) {
        int left = random.nextInt(TOTAL);
        for (Ordeal ordeal : values()) {
            left -= ordeal.perMille;
            if (left < 0) {
                return ordeal;
            }
        }
        throw new AssertionError("the shares do not make a thousand");
    }

    boolean uploads() {
        return this == UPLOAD || this == CHUNKED_UPLOAD;
    }
}
