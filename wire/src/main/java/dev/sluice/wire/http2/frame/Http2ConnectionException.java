package dev.sluice.wire.http2.frame;

import java.io.IOException;

/**
 * A connection error (RFC 9113 §5.4.1): all its streams end. Has no stack trace, because it is the peer's mistake and no
 * bug.
 */
public final class Http2ConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * A connection has to end.
     *
     * @param code told to the peer by a GOAWAY
     * @param detail the rule that was broken, for the log
     */
    public Http2ConnectionException(ErrorCode code, String detail) {
        super(code + ": " + detail);
        this.code = code;
    }

    /** What the peer is told. */
    public ErrorCode code() {
        return code;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
