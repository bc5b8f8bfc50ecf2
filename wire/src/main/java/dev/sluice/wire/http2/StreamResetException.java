package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.ErrorCode;
import java.io.IOException;

/**
 * A stream has ended before its message did: it was reset by one of both sides, or its connection ended. Has no stack
 * trace, because it is an event of the network and no bug.
 */
public final class StreamResetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean byPeer;

    /**
     * A stream has ended.
     *
     * @param code why
     * @param byPeer whether the peer reset the stream or ended the connection, not this side
     * @param detail for the log
     */
    public StreamResetException(ErrorCode code, boolean byPeer, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.byPeer = byPeer;
    }

    /** Why. */
    public ErrorCode code() {
        return code;
    }

    /** Whether the peer reset the stream or ended the connection, not this side. */
    public boolean byPeer() {
        return byPeer;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
