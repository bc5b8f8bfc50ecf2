package dev.sluice.wire.http2.frame;

/** Why a stream or a connection ends (RFC 9113 §7). */
public enum ErrorCode {
    /** Not an error. */
    NO_ERROR,
    /** The peer broke the protocol, in a way that has no code of its own. */
    PROTOCOL_ERROR,
    /** An error of the sender's own. */
    INTERNAL_ERROR,
    /** The peer sent more than the flow-control window allowed. */
    FLOW_CONTROL_ERROR,
    /** The peer did not acknowledge settings in time. */
    SETTINGS_TIMEOUT,
    /** A frame came for a stream that was half closed. */
    STREAM_CLOSED,
    /** A frame had an impossible size. */
    FRAME_SIZE_ERROR,
    /** Nothing of the stream's request was processed: it may be sent again (RFC 9113 §8.7). */
    REFUSED_STREAM,
    /** The stream is no longer needed. */
    CANCEL,
    /** A block of fields could not be decoded, so that the decoder's table is lost. */
    COMPRESSION_ERROR,
    /** The connection of a CONNECT request was reset. */
    CONNECT_ERROR,
    /** The peer causes more load than it is granted. */
    ENHANCE_YOUR_CALM,
    /** The connection's TLS is too weak. */
    INADEQUATE_SECURITY,
    /** HTTP/1.1 has to be used. */
    HTTP_1_1_REQUIRED;

    private static final ErrorCode[] ALL = values();

    /** The number on the wire. */
    @SuppressWarnings("EnumOrdinal") // RFC 9113 §7 numbers them in this order, without a gap
    public int code() {
        return ordinal();
    }

    /**
     * The code with a number.
     *
     * @param code as received
     * @return an unknown one is {@link #INTERNAL_ERROR} (RFC 9113 §7)
     */
    public static ErrorCode of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : INTERNAL_ERROR;
    }
}
