package dev.sluice.server.accept;

/**
 * How many clients a process has room for, by its limit of open files and its maximum heap.
 *
 * <p>The default counts for each connection all file descriptors that its exchange may need and the buffers of an
 * active connection. The maximum counts one descriptor and the memory of an idle connection. Both leave half of the
 * heap to everything else.
 *
 * @param files free file descriptors
 * @param heap the maximum heap in bytes
 */
public record Capacity(long files, long heap) {
    private static final int CEILING = 16_384;
    private static final int FLOOR = 16;
    private static final int RESERVED_FILES = 64;
    private static final int KIB = 1024;
    private static final int BUSY = 64 * KIB;
    private static final int IDLE = 16 * KIB;
    /** The JDK's own buffers for a connection with TLS: a record each way. */
    private static final int TLS = 32 * KIB;

    /** The capacity of this process at this moment. */
    public static Capacity ofProcess() {
        return new Capacity(OpenFiles.freeInProcess(), Runtime.getRuntime().maxMemory());
    }

    /**
     * The default number of clients at a time, 16 to 16 384.
     *
     * @param descriptors the file descriptors that an exchange may need, its client's connection included
     * @param secure whether clients speak TLS
     */
    public int byDefault(int descriptors, boolean secure) {
        return Math.clamp(Math.min(ofFiles(descriptors), ofHeap(BUSY, secure)), FLOOR, CEILING);
    }

    /**
     * The greatest number of clients that can be configured.
     *
     * @param secure whether clients speak TLS
     */
    public int atMost(boolean secure) {
        return Math.clamp(Math.min(ofFiles(1), ofHeap(IDLE, secure)), FLOOR, Integer.MAX_VALUE);
    }

    private long ofFiles(int descriptors) {
        return (files - RESERVED_FILES) / descriptors;
    }

    private long ofHeap(int each, boolean secure) {
        return heap / 2 / (each + (secure ? TLS : 0));
    }

    /** The limits, for messages. */
    @Override
    public String toString() {
        return files + " free file descriptors and a heap of " + heap / KIB / KIB + " MiB";
    }
}
