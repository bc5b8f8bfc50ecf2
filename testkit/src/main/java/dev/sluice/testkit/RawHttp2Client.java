package dev.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of HTTP/2 that sends any frame and reads what comes back; see {@link RawHttp2} for what it does not do by
 * itself.
 *
 * {@snippet :
 * try (RawHttp2Client client = RawHttp2Client.connect(port)) {
 *     client.handshake();
 *     int stream = client.request("GET", "/");
 *     client.expectResponse(stream, 200);
 *     String body = client.body(stream);
 * }
 * }
 */
public final class RawHttp2Client extends RawHttp2 {
    private final String scheme;
    private int nextStream = 1;

    private RawHttp2Client(Socket socket, String scheme) throws IOException {
        super(socket);
        this.scheme = scheme;
    }

    /** Connects to a port on loopback, without TLS, and sends nothing yet. */
    public static RawHttp2Client connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new RawHttp2Client(socket, "http");
    }

    /** A client on a socket of TLS, whose handshake was done. */
    public static RawHttp2Client over(Socket socket) throws IOException {
        return new RawHttp2Client(socket, "https");
    }

    /** Sends the preface and settings (an id and its value, and so on), and waits for the server's and its ACK. */
    public Http2Frame handshake(int... settings) {
        send(bytes(PREFACE));
        settings(settings);
        Http2Frame theirs = next();
        if (theirs.type() != Http2Frame.SETTINGS || theirs.has(Http2Frame.ACK)) {
            throw new AssertionError("a server's first frame is SETTINGS (RFC 9113 §3.4), not " + theirs);
        }
        acknowledge();
        await("SETTINGS with ACK", frame -> frame.type() == Http2Frame.SETTINGS && frame.has(Http2Frame.ACK));
        return theirs;
    }

    /** The number of the next stream; it is used up. */
    public int newStream() {
        int stream = nextStream;
        nextStream += 2;
        return stream;
    }

    /** The pseudo-fields of a request, then fields. */
    public String[] head(String method, String path, String... fields) {
        List<String> all = new ArrayList<>(
                List.of(":method: " + method, ":scheme: " + scheme, ":path: " + path, ":authority: gateway.example"));
        all.addAll(List.of(fields));
        return all.toArray(String[]::new);
    }

    /** Sends a request without content on a new stream, and tells its number. */
    public int request(String method, String path, String... fields) {
        int stream = newStream();
        headers(stream, true, head(method, path, fields));
        return stream;
    }

    /** Sends the head of a request whose content is to follow, and tells the number of its stream. */
    public int open(String method, String path, String... fields) {
        int stream = newStream();
        headers(stream, false, head(method, path, fields));
        return stream;
    }

    /** Reads up to the head of the final response on a stream, whose status must be this one. */
    public Http2Frame expectResponse(int stream, int status) {
        Http2Frame head = await(
                stream,
                "a response of stream " + stream,
                frame -> frame.type() == Http2Frame.RST_STREAM || isFinal(frame));
        if (head.type() != Http2Frame.HEADERS || head.status() != status) {
            throw new AssertionError("expected a response " + status + " but saw " + seen());
        }
        return head;
    }

    private static boolean isFinal(Http2Frame frame) {
        return frame.type() == Http2Frame.HEADERS && frame.status() >= 200;
    }

    /** Sends a request without content and reads its whole response. */
    public String exchange(String path, int status) {
        int stream = request("GET", path);
        return expectResponse(stream, status).endsStream() ? "" : body(stream);
    }
}
