package dev.sluice.core;

/**
 * The first part of a request.
 *
 * @param method in the case it was sent in
 * @param target as received (RFC 9112 §3.2), one char a byte; the wire host has turned absolute-form into origin-form
 * @param version of the client's message
 * @param fields as received
 */
public record RequestHead(String method, String target, Version version, Fields fields) {
    /** The versions of HTTP that a client may speak. */
    public enum Version {
        /** HTTP/1.0. */
        HTTP_1_0("1.0"),
        /** HTTP/1.1. */
        HTTP_1_1("1.1"),
        /** HTTP/2. */
        HTTP_2("2.0");

        private final String number;
        private final String text;

        Version(String number) {
            this.number = number;
            this.text = "HTTP/" + number;
        }

        /**
         * The version without the name of the protocol.
         *
         * @return such as {@code 1.1}
         */
        public String number() {
            return number;
        }

        /** As a request line of HTTP/1.1 names it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * An HTTP/1.1 head.
     *
     * @param method a token
     * @param target raw path and query
     * @param fields the fields
     */
    public RequestHead(String method, String target, Fields fields) {
        this(method, target, Version.HTTP_1_1, fields);
    }

    /**
     * The part of the target before the question mark.
     *
     * @return the raw path
     */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /**
     * The part of the target after the question mark.
     *
     * @return the raw query, empty if there is none
     */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /**
     * Whether the method is idempotent: a request with it may be sent again without changing what it does (RFC 9110
     * §9.2.2).
     *
     * @return true for GET, HEAD, OPTIONS, TRACE, PUT and DELETE
     */
    public boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /**
     * A copy with another target.
     *
     * @param changed raw path and query
     * @return the copy
     */
    public RequestHead withTarget(String changed) {
        return new RequestHead(method, changed, version, fields);
    }

    /**
     * A copy with other fields.
     *
     * @param changed the fields
     * @return the copy
     */
    public RequestHead withFields(Fields changed) {
        return new RequestHead(method, target, version, changed);
    }
}
