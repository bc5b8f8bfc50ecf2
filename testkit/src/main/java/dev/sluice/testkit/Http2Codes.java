package dev.sluice.testkit;

/** The error codes of RST_STREAM and GOAWAY (RFC 9113 §7). */
public final class Http2Codes {
    /** No error. */
    public static final int NO_ERROR = 0;
    /** The protocol was violated. */
    public static final int PROTOCOL_ERROR = 1;
    /** An error of the sender of the frame. */
    public static final int INTERNAL_ERROR = 2;
    /** More was sent than a window allows, or a window grew too large. */
    public static final int FLOW_CONTROL_ERROR = 3;
    /** Settings were not acknowledged in time. */
    public static final int SETTINGS_TIMEOUT = 4;
    /** A frame came for a stream that is half-closed or closed. */
    public static final int STREAM_CLOSED = 5;
    /** A frame has a length that its type, or the settings, do not allow. */
    public static final int FRAME_SIZE_ERROR = 6;
    /** The stream was not processed. */
    public static final int REFUSED_STREAM = 7;
    /** The stream is not needed any more. */
    public static final int CANCEL = 8;
    /** A head cannot be decoded. */
    public static final int COMPRESSION_ERROR = 9;
    /** The connection that was asked for by CONNECT was reset. */
    public static final int CONNECT_ERROR = 10;
    /** The peer makes too much work. */
    public static final int ENHANCE_YOUR_CALM = 11;
    /** TLS is weaker than required. */
    public static final int INADEQUATE_SECURITY = 12;
    /** The request must be sent over HTTP/1.1. */
    public static final int HTTP_1_1_REQUIRED = 13;

    private Http2Codes() {}
}
