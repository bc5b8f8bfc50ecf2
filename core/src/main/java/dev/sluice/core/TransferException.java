package dev.sluice.core;

/**
 * A body or tunnel broke while it was read or written. The only exception that stands for the network: a stream has no
 * other way to say that its next byte will never come.
 */
public final class TransferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /**
     * Wraps a failure. No stack trace: it is not a bug.
     *
     * @param failure what broke
     */
    public TransferException(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /**
     * The failure that broke the transfer.
     *
     * @return the failure
     */
    public Failure failure() {
        return failure;
    }
}
