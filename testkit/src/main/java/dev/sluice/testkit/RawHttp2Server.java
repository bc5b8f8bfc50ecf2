package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A server of HTTP/2 whose connections a test scripts, frame by frame; see {@link RawHttp2} for what they do not do by
 * themselves.
 *
 * {@snippet :
 * try (RawHttp2Server server = RawHttp2Server.start()) {
 *     // a client sends GET / to server.port()
 *     try (RawHttp2Server.Connection connection = server.accept()) {
 *         connection.handshake();
 *         Http2Frame request = connection.expectRequest();
 *         connection.respond(request.stream(), "hello", ":status: 200");
 *     }
 * }
 * }
 */
public final class RawHttp2Server implements AutoCloseable {
    private final ServerSocket listener;

    private RawHttp2Server(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens on a free port of loopback, without TLS. */
    public static RawHttp2Server start() throws IOException {
        return over(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Listens on a socket of one's own, such as one of TLS. */
    public static RawHttp2Server over(ServerSocket listener) throws IOException {
        listener.setSoTimeout(RawHttp2.PATIENCE_MILLIS);
        return new RawHttp2Server(listener);
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Its URL for HTTP/2 by prior knowledge. */
    public String url() {
        return "h2c://127.0.0.1:" + port();
    }

    /**
     * Waits for a client's next connection, of which nothing was read yet.
     *
     * @throws UncheckedIOException if none comes within ten seconds
     */
    public Connection accept() {
        try {
            return new Connection(listener.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One connection of a client. */
    public static final class Connection extends RawHttp2 {
        private Connection(Socket socket) throws IOException {
            super(socket);
        }

        /** Reads the client's preface and settings, sends settings (an id and its value, and so on) and an ACK. */
        public Http2Frame handshake(int... settings) {
            Http2Frame theirs = greeting();
            settings(settings);
            acknowledge();
            return theirs;
        }

        /** Reads the client's preface and settings; sends nothing. */
        public Http2Frame greeting() {
            byte[] preface = preface();
            if (!Arrays.equals(preface, bytes(PREFACE))) {
                throw new AssertionError("no preface: " + new String(preface, StandardCharsets.ISO_8859_1));
            }
            Http2Frame theirs = next();
            if (theirs.type() != Http2Frame.SETTINGS || theirs.has(Http2Frame.ACK)) {
                throw new AssertionError("a client's first frame is SETTINGS (RFC 9113 §3.4), not " + theirs);
            }
            return theirs;
        }

        private byte[] preface() {
            try {
                return readBytes(PREFACE.length());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads up to the head of the next request. */
        public Http2Frame expectRequest() {
            return await("a request", frame -> frame.type() == Http2Frame.HEADERS);
        }

        /** Sends a response: its head, and all of its content if there is any. */
        public void respond(int stream, String content, String... fields) {
            headers(stream, content.isEmpty(), fields);
            if (!content.isEmpty()) {
                data(stream, true, content);
            }
        }
    }
}
