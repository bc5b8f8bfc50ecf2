package dev.sluice.wire;

import io.helidon.http.Status;

/**
 * A message that breaks the rules of HTTP/1.1, or a limit. It carries the status for a client. It has no stack trace,
 * because it is the peer's mistake and no bug.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** RFC 6585 §5; Helidon has no constant for it. */
    static final Status HEAD_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    private final transient Status status;
    private final String detail;

    /**
     * A message is refused.
     *
     * @param status the status that a client is answered with
     * @param detail the rule that it breaks, for the log
     */
    public MalformedException(Status status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    /**
     * A message is refused with 400.
     *
     * @param detail the rule that it breaks, for the log
     * @return what to throw
     */
    public static MalformedException bad(String detail) {
        return new MalformedException(Status.BAD_REQUEST_400, detail);
    }

    /**
     * The rule that the message breaks.
     *
     * @return a sentence for the log
     */
    public String detail() {
        return detail;
    }

    /**
     * The status that a client is answered with.
     *
     * @return 400, 414, 431, 501 or 505; meaningless for a message from an upstream
     */
    public Status status() {
        return status;
    }
}
