package dev.sluice.wire;

import io.helidon.http.Status;

/** A message breaks the rules of HTTP/1.1, or a limit. Carries what a client is told; no stack trace, it is no bug. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** RFC 6585 §5; Helidon has no constant for it. */
    static final Status HEAD_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    private final transient Status status;
    private final String detail;

    /**
     * A broken rule.
     *
     * @param status what to answer a client with
     * @param detail for the log: which rule
     */
    public MalformedException(Status status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    static MalformedException bad(String detail) {
        return new MalformedException(Status.BAD_REQUEST_400, detail);
    }

    /**
     * Which rule.
     *
     * @return for the log
     */
    public String detail() {
        return detail;
    }

    /**
     * What to answer a client with.
     *
     * @return 400, 414, 431, 501 or 505; meaningless for a message from an upstream
     */
    public Status status() {
        return status;
    }
}
