package dev.sluice.core;

/** Names of fields that are asked for in every exchange, by several (RFC 9110). */
public final class FieldNames {
    /** What the message says about its connection. */
    public static final PreparedName CONNECTION = PreparedName.of("Connection");
    /** How long the content is. */
    public static final PreparedName CONTENT_LENGTH = PreparedName.of("Content-Length");
    /** The media type. */
    public static final PreparedName CONTENT_TYPE = PreparedName.of("Content-Type");
    /** When a response was made. */
    public static final PreparedName DATE = PreparedName.of("Date");
    /** What a client wants to hear before it sends content. */
    public static final PreparedName EXPECT = PreparedName.of("Expect");
    /** Where a request goes. */
    public static final PreparedName HOST = PreparedName.of("Host");
    /** Whether trailers are welcome. */
    public static final PreparedName TE = PreparedName.of("TE");
    /** How content is framed in HTTP/1.1 (RFC 9112 §6.1). */
    public static final PreparedName TRANSFER_ENCODING = PreparedName.of("Transfer-Encoding");

    private FieldNames() {}
}
