package dev.sluice.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * One end of an HTTP/2 connection that sends and reads frames, in order or not (RFC 9113). It shares no code with the
 * gateway, and does nothing by itself: it acknowledges no settings and no PING, credits no window, and keeps no state of
 * streams. Only HPACK's decoder is kept in step.
 *
 * <p>A read that waits for more than ten seconds fails the test. What is sent on a connection that the peer has closed is
 * lost; the next read tells. One thread reads; any thread sends.
 */
public abstract sealed class RawHttp2 implements AutoCloseable permits RawHttp2Client, RawHttp2Server.Connection {
    /** What a client's connection begins with (RFC 9113 §3.4). */
    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    static final int PATIENCE_MILLIS = 10_000;
    private static final int HEADER = 9;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Hpack decoder = new Hpack();
    private final List<Http2Frame> seen = new ArrayList<>();
    /** What was read while another stream was waited for, since streams answer in any order. */
    private final List<Http2Frame> others = new ArrayList<>();

    private boolean lost;

    RawHttp2(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    // --- sending

    /** The bytes of a frame, for several to be sent at once. Its length is that of the payload, whatever is allowed. */
    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The bytes of one frame many times. */
    public static byte[] times(int count, byte[] frame) {
        byte[] all = new byte[Math.multiplyExact(count, frame.length)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    /** A block of fields, each {@code name: value}, as HPACK's literals that are not indexed. */
    public static byte[] block(String... fields) {
        return Hpack.encode(fields);
    }

    /** Bytes of a text of one char a byte. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Payloads behind each other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Sends bytes. */
    public synchronized void send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException closed) {
            lost = true;
        }
    }

    /** Whether bytes were lost because the peer has closed the connection. */
    public synchronized boolean lost() {
        return lost;
    }

    /** Sends a frame. */
    public void send(int type, int flags, int stream, byte[] payload) {
        send(frame(type, flags, stream, payload));
    }

    /** Sends a frame whose payload is a text of one char a byte. */
    public void send(int type, int flags, int stream, String payload) {
        send(type, flags, stream, bytes(payload));
    }

    /** Sends a head in one frame. */
    public void headers(int stream, boolean end, String... fields) {
        send(Http2Frame.HEADERS, Http2Frame.END_HEADERS | (end ? Http2Frame.END_STREAM : 0), stream, block(fields));
    }

    /** Sends content in one frame. */
    public void data(int stream, boolean end, String content) {
        send(Http2Frame.DATA, end ? Http2Frame.END_STREAM : 0, stream, content);
    }

    /** Sends settings: an id and its value, and so on. */
    public void settings(int... idsAndValues) {
        ByteBuffer payload = ByteBuffer.allocate(idsAndValues.length * 3);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        send(Http2Frame.SETTINGS, 0, 0, payload.array());
    }

    /** Acknowledges the peer's settings. */
    public void acknowledge() {
        send(Http2Frame.SETTINGS, Http2Frame.ACK, 0, "");
    }

    /** Sends a PING with eight bytes. */
    public void ping(String eightBytes) {
        send(Http2Frame.PING, 0, 0, eightBytes);
    }

    /** Credits a stream's window, or the connection's for stream 0. */
    public void credit(int stream, int bytes) {
        send(Http2Frame.WINDOW_UPDATE, 0, stream, number(bytes));
    }

    /** Resets a stream. */
    public void reset(int stream, int code) {
        send(Http2Frame.RST_STREAM, 0, stream, number(code));
    }

    /** Sends a GOAWAY. */
    public void goAway(int lastStream, int code) {
        send(Http2Frame.GOAWAY, 0, 0, join(number(lastStream), number(code)));
    }

    /** Four bytes. */
    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    // --- reading

    /**
     * Reads the next frame. A head comes with its CONTINUATION frames as one frame.
     *
     * @return {@link Http2Frame#CLOSED} if the peer has closed or reset the connection
     * @throws AssertionError if none comes within ten seconds
     */
    public Http2Frame next() {
        Http2Frame frame = read();
        if (frame.type() == Http2Frame.HEADERS) {
            frame = withFields(frame);
        }
        seen.add(frame);
        return frame;
    }

    private Http2Frame withFields(Http2Frame head) {
        String block = unpadded(head, head.has(Http2Frame.WITH_PRIORITY) ? 5 : 0);
        Http2Frame last = head;
        while (!last.has(Http2Frame.END_HEADERS)) {
            last = read();
            if (last.type() != Http2Frame.CONTINUATION || last.stream() != head.stream()) {
                throw new AssertionError(last + " stands in the middle of a head");
            }
            block += last.payload();
        }
        return new Http2Frame(head.type(), head.flags(), head.stream(), block, decoder.decode(bytes(block)));
    }

    private static String unpadded(Http2Frame frame, int priority) {
        String payload = frame.payload();
        boolean padded = frame.has(Http2Frame.PADDED);
        int padding = padded ? payload.charAt(0) : 0;
        return payload.substring((padded ? 1 : 0) + priority, payload.length() - padding);
    }

    private Http2Frame read() {
        try {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                return Http2Frame.closed();
            }
            ByteBuffer fields = ByteBuffer.wrap(header);
            int lengthAndType = fields.getInt();
            int flags = fields.get() & 0xff;
            int stream = fields.getInt() & Integer.MAX_VALUE;
            String payload = text(in.readNBytes(lengthAndType >>> 8));
            return new Http2Frame(lengthAndType & 0xff, flags, stream, payload, List.of());
        } catch (SocketTimeoutException nothing) {
            throw new AssertionError("no frame for ten seconds, after " + seen, nothing);
        } catch (IOException reset) {
            return Http2Frame.closed();
        }
    }

    /**
     * Reads up to the first frame of a kind, and passes over others.
     *
     * @throws AssertionError if the connection ends before, or nothing comes for ten seconds
     */
    public Http2Frame await(String what, Predicate<Http2Frame> wanted) {
        Http2Frame frame = next();
        while (!wanted.test(frame)) {
            if (frame.type() == Http2Frame.CLOSED) {
                throw new AssertionError("expected " + what + ", but saw " + seen);
            }
            frame = next();
        }
        return frame;
    }

    /** Reads up to the first frame of a type on a stream. */
    public Http2Frame await(int type, int stream) {
        return await(stream, "type " + type + " of stream " + stream, frame -> frame.type() == type);
    }

    /**
     * Reads up to the first frame of a kind on a stream, and passes over others of that stream. Those of other streams
     * are kept for waits of this kind.
     */
    Http2Frame await(int stream, String what, Predicate<Http2Frame> wanted) {
        for (Iterator<Http2Frame> read = others.iterator(); read.hasNext(); ) {
            Http2Frame frame = read.next();
            if (frame.stream() == stream) {
                read.remove();
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        }
        return await(what, frame -> {
            if (frame.stream() != stream && frame.stream() != 0) {
                others.add(frame);
            }
            return frame.stream() == stream && wanted.test(frame);
        });
    }

    /** All frames that were read so far. */
    public List<Http2Frame> seen() {
        return List.copyOf(seen);
    }

    /** Asks by a PING and reads up to its answer: whatever the peer had to say at once to what was sent before. */
    public List<Http2Frame> untilPong() {
        int from = seen.size();
        String question = "q%07d".formatted(from);
        ping(question);
        await("an answer to a PING", frame -> isPong(frame, question));
        return List.copyOf(seen.subList(from, seen.size() - 1));
    }

    /** Whether a frame answers a PING of eight bytes. */
    public static boolean isPong(Http2Frame frame, String eightBytes) {
        return frame.type() == Http2Frame.PING
                && frame.has(Http2Frame.ACK)
                && frame.payload().equals(eightBytes);
    }

    /** Reads up to the end of a connection that fails: a GOAWAY with one of these codes (RFC 9113 §5.4.1). */
    public Http2Frame expectGoAway(Integer... codes) {
        return await(
                "GOAWAY with " + Arrays.toString(codes),
                frame -> frame.type() == Http2Frame.GOAWAY && List.of(codes).contains(frame.errorCode()));
    }

    /** Reads up to the reset of a stream with one of these codes. */
    public Http2Frame expectReset(int stream, Integer... codes) {
        Http2Frame reset = await(Http2Frame.RST_STREAM, stream);
        if (!List.of(codes).contains(reset.errorCode())) {
            throw new AssertionError("expected a reset with " + Arrays.toString(codes) + ", but saw " + seen);
        }
        return reset;
    }

    /** Reads up to the end of the connection. */
    public void expectClosed() {
        await("the end of the connection", frame -> frame.type() == Http2Frame.CLOSED);
    }

    /** Reads content of a stream up to its end. */
    public String body(int stream) {
        StringBuilder content = new StringBuilder();
        Http2Frame frame;
        do {
            frame = await(stream, "the end of stream " + stream, each -> true);
            if (frame.type() == Http2Frame.RST_STREAM) {
                throw new AssertionError("stream " + stream + " was reset: " + seen);
            }
            content.append(frame.type() == Http2Frame.DATA ? unpadded(frame, 0) : "");
        } while (!frame.endsStream());
        return content.toString();
    }

    // --- the connection

    /** Changes how long a read waits before it fails. */
    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Closes the direction to the peer (half-close). */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection with a reset of TCP. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    Socket socket() {
        return socket;
    }

    /** Reads raw bytes, such as a preface; fewer if the peer has closed. */
    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
