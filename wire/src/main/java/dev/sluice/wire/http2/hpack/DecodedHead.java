package dev.sluice.wire.http2.hpack;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.syntax.Tokens;
import dev.sluice.wire.Framing;
import dev.sluice.wire.HeadParser;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.ResponseHead;
import io.helidon.http.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A block of fields as it was decoded. It is checked by the rules of the message that it belongs to (RFC 9113 §8.2, §8.3)
 * when that is asked for.
 *
 * <p>What breaks the rules of all messages is found while the block is decoded, but told only then: the rest of the block
 * has to be decoded in any case, for the sake of the table.
 */
public final class DecodedHead {
    private static final int PSEUDO = FieldRole.UNKNOWN.bit() * 2 - 1;

    /**
     * The Sec-WebSocket-Key of a WebSocket over HTTP/2, which has none (RFC 8441 §5); the example of RFC 6455 §1.3. It is
     * no secret and need not be random: it makes a browser's handshake differ from what its scripts can send, and its
     * answer shows that the server knows WebSocket.
     */
    private static final String WEBSOCKET_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final MessageLimits limits;
    private Fields fields = Fields.EMPTY;
    private boolean tooLarge;
    private @Nullable String fault;

    /** The roles of all fields, as bits. */
    private int roles;

    /** The roles that several lines have, as bits. */
    private int repeated;

    private String method = "";
    private String scheme = "";
    private String authority = "";
    private String path = "";
    private String status = "";
    private String protocol = "";

    /** Nothing yet. */
    DecodedHead(MessageLimits limits) {
        this.limits = limits;
    }

    // --- as it is decoded

    void setTooLarge() {
        tooLarge = true;
    }

    void setFields(Fields all) {
        fields = all;
    }

    /** Notes a pseudo-field; whether its value is one that a field may have. */
    void addPseudo(FieldRole role, String value, boolean sound) {
        require(sound, "a control, or a space at an end, in the value of a pseudo-field");
        require((roles & ~PSEUDO) == 0, "a pseudo-field behind a field");
        require(!has(role), "a pseudo-field twice");
        roles |= role.bit();
        switch (role) {
            case METHOD -> method = value;
            case SCHEME -> scheme = value;
            case AUTHORITY -> authority = value;
            case PATH -> path = value;
            case STATUS -> status = value;
            case PROTOCOL -> protocol = value;
            default -> require(false, "an unknown pseudo-field");
        }
    }

    /** Notes a field; whether it goes on the line before, and whether its value is one that it may have. */
    void addRegular(FieldRole role, boolean joined, boolean sound) {
        require(sound, "a value that the field cannot have");
        require(role != FieldRole.MALFORMED, "a name that is not a token in lower case");
        require(role != FieldRole.CONNECTION, "a field of an HTTP/1.1 connection");
        repeated |= joined ? 0 : roles & role.bit();
        roles |= role.bit();
    }

    private void require(boolean holds, String broken) {
        if (!holds && fault == null) {
            fault = broken;
        }
    }

    private boolean has(FieldRole role) {
        return (roles & role.bit()) != 0;
    }

    // --- as what it is read

    /** Whether it is longer than the limits allow: it holds no fields then. */
    public boolean tooLarge() {
        return tooLarge;
    }

    /**
     * The head of a request: with a Host field made of {@code :authority}, and cookies joined. That of an extended CONNECT
     * for WebSocket (RFC 8441) is a GET with {@code Connection: Upgrade}, {@code Upgrade} and {@code Sec-WebSocket-Key}.
     *
     * @param connectProtocol whether extended CONNECT was offered to the client
     * @return the head; if it is {@link #tooLarge} only what is known of method and target
     * @throws MalformedException 400 if the request is malformed (RFC 9113 §8.1.1), 414 if its path is longer than a line
     *     may be
     */
    public RequestHead request(boolean connectProtocol) {
        checkFault();
        if (tooLarge) {
            return refused();
        }
        check(!has(FieldRole.STATUS), "a request with :status");
        check(Tokens.isToken(method), ":method is missing or not a token");
        check(authority.indexOf('@') < 0, ":authority with user information");
        if (method.equals("CONNECT") && !has(FieldRole.PROTOCOL)) {
            check(has(FieldRole.AUTHORITY), "CONNECT without :authority");
            check(!has(FieldRole.SCHEME) && !has(FieldRole.PATH), "CONNECT with :scheme or :path");
            return head(method, authority, requestFields());
        }
        checkTarget();
        if (has(FieldRole.PROTOCOL)) {
            check(connectProtocol && method.equals("CONNECT"), ":protocol without CONNECT, or not offered");
            check(has(FieldRole.AUTHORITY), "extended CONNECT without :authority");
            return head("GET", path, upgrade(requestFields()));
        }
        return head(method, path, requestFields());
    }

    private static RequestHead head(String method, String target, Fields fields) {
        return new RequestHead(method, target, Version.HTTP_2, fields);
    }

    private RequestHead refused() {
        boolean known = path.startsWith("/") && HeadParser.isTarget(path);
        return head(Tokens.isToken(method) ? method : "GET", known ? path : "/", Fields.EMPTY);
    }

    /** Scheme and path (RFC 9113 §8.3.1), which may be what they may be in HTTP/1.1. */
    private void checkTarget() {
        check(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"), "no :scheme, or not of HTTP");
        if (path.length() > limits.line()) {
            throw new MalformedException(Status.REQUEST_URI_TOO_LONG_414, "the path is too long");
        }
        check(
                path.startsWith("/") || (path.equals("*") && method.equals("OPTIONS")),
                "no :path, or not one that starts with a slash");
        check(HeadParser.isTarget(path), "a control, space or fragment in :path");
    }

    private Fields requestFields() {
        if (has(FieldRole.LENGTH)) {
            Framing.requestLength(fields);
        }
        Fields sent = has(FieldRole.AUTHORITY) && has(FieldRole.HOST) ? withoutHosts() : fields;
        if ((repeated & FieldRole.COOKIE.bit()) == 0) {
            return sent;
        }
        return sent.with("cookie", String.join("; ", sent.all("cookie")));
    }

    /** Without Host fields beside the one of {@code :authority}, which must say the same. */
    private Fields withoutHosts() {
        String named = withoutPort(authority);
        for (int i = fields.indexOf(FieldNames.HOST, 1); i >= 0; i = fields.indexOf(FieldNames.HOST, i + 1)) {
            check(withoutPort(fields.value(i)).equals(named), "a Host that is not :authority");
        }
        return fields.without((all, i) -> i > 0 && all.isNamed(i, FieldNames.HOST));
    }

    /** An authority in lower case, without the port that its scheme has anyway (RFC 3986 §6.2.3). */
    private String withoutPort(String text) {
        String port = scheme.equalsIgnoreCase("https") ? ":443" : ":80";
        String named = text.endsWith(port) ? text.substring(0, text.length() - port.length()) : text;
        return named.toLowerCase(Locale.ROOT);
    }

    /** With what makes it an upgrade in HTTP/1.1 (RFC 8441 §5). */
    private Fields upgrade(Fields sent) {
        check(Tokens.isToken(protocol.replace('/', '-')), ":protocol is not the name of one");
        var upgraded = sent.toBuilder().add("connection", "Upgrade").add("upgrade", protocol);
        return protocol.equalsIgnoreCase("websocket")
                ? upgraded.set("sec-websocket-key", WEBSOCKET_KEY).build()
                : upgraded.build();
    }

    /** The {@code :protocol} of an extended CONNECT; empty without one. */
    public String protocol() {
        return protocol;
    }

    /**
     * The head of a response, interim or final.
     *
     * @throws MalformedException if it is malformed
     */
    public ResponseHead response() {
        checkFault();
        check(!tooLarge, "the head is too long");
        check((roles & PSEUDO) == FieldRole.STATUS.bit(), "no :status, or another pseudo-field in a response");
        check(!has(FieldRole.TE), "a response with TE");
        check(status.length() == 3, "a :status that is not three digits");
        int code = HeadParser.statusCode(status.charAt(0), status.charAt(1), status.charAt(2));
        check(code != Status.SWITCHING_PROTOCOLS_101_CODE, "a 101, which HTTP/2 does not have");
        return new ResponseHead(1, Status.create(code), fields);
    }

    /**
     * Trailers: without pseudo-fields and without fields of a connection.
     *
     * @throws MalformedException if they are malformed
     */
    public Fields trailers() {
        checkFault();
        check(!tooLarge && fields.wireLength() <= limits.trailers(), "a trailer section that is too long");
        check((roles & (PSEUDO | FieldRole.TE.bit())) == 0, "a pseudo-field or TE in trailers");
        return fields;
    }

    /**
     * The Content-Length of a checked head.
     *
     * @param fields its fields
     * @return bytes; -1 if there is none
     * @throws MalformedException if there are several that differ, or it is no number
     */
    public static long contentLength(Fields fields) {
        return Framing.responseLength(fields);
    }

    private void checkFault() {
        if (fault != null) {
            throw MalformedException.bad(fault);
        }
    }

    private static void check(boolean holds, String broken) {
        if (!holds) {
            throw MalformedException.bad(broken);
        }
    }
}
