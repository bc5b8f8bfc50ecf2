package dev.sluice.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends and reads bytes, as texts of one char a byte. A read that waits for more than ten seconds fails
 * the test.
 */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects to a port on loopback. */
    public static RawClient connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /**
     * Whether nobody listens on a port any more. A connection that waited in the backlog when the socket was closed is
     * reset; only a closed port refuses.
     */
    public static boolean isRefused(int port) throws IOException {
        try (RawClient client = connect(port)) {
            return client.localPort() == 0;
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    /** A client on a socket of one's own, such as one of TLS. */
    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Sends a text, one byte a char. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Reads the next response, to a request whose method was not HEAD. */
    public Answer answer() throws IOException {
        return answer("GET");
    }

    /** Reads the next response, to a request with a method: one to HEAD has no body. */
    public Answer answer(String method) throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        boolean bodyless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        Answer answer = new Answer(status, head, "", "");
        return bodyless ? answer : withBody(answer);
    }

    private Answer withBody(Answer answer) throws IOException {
        if (answer.has("Transfer-Encoding")) {
            StringBuilder body = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                body.append(chunk);
            }
            return answer.with(body.toString(), section());
        }
        String body = answer.has("Content-Length") ? read(Integer.parseInt(answer.field("Content-Length"))) : rest();
        return answer.with(body, "");
    }

    /** Reads a head with its empty line. */
    public String head() throws IOException {
        return line() + section();
    }

    /** Reads the data of the next chunk; empty for the last one, whose trailers {@link #section()} reads. */
    public String chunk() throws IOException {
        int size = Integer.parseInt(line().strip(), 16);
        if (size == 0) {
            return "";
        }
        String data = read(size);
        if (!line().equals("\r\n")) {
            throw new IOException("no line end behind a chunk");
        }
        return data;
    }

    /** Reads field lines up to and with the empty line. */
    public String section() throws IOException {
        StringBuilder lines = new StringBuilder();
        String line = line();
        while (!line.equals("\r\n")) {
            lines.append(line);
            line = line();
        }
        return lines.append(line).toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int last = 0;
        while (last != '\n') {
            last = in.read();
            if (last < 0) {
                throw new EOFException("the server closed after '" + line + "'");
            }
            line.append((char) last);
        }
        return line.toString();
    }

    public String read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed after " + bytes.length + " of " + count + " bytes");
        }
        return text(bytes);
    }

    /** Reads everything until the gateway closes the connection. */
    public String rest() throws IOException {
        return text(in.readAllBytes());
    }

    /** Reads everything until the gateway closes the connection; {@code <reset>} is appended if it does by a reset. */
    public String restOrReset() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
        } catch (SocketException reset) {
            bytes.write("<reset>".getBytes(StandardCharsets.US_ASCII));
        }
        return text(bytes.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Closes the direction to the gateway (half-close); responses can still be read. */
    public RawClient shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes the connection with a reset (RST). */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
