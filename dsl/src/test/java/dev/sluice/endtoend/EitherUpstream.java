package dev.sluice.endtoend;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.Http2Frame;
import dev.sluice.testkit.RawHttp2Server;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An upstream with the same behaviour in HTTP/1.1 and in HTTP/2 without TLS. An attempt that is cancelled closes its connection
 * in the one, and resets its stream in the other.
 */
final class EitherUpstream implements AutoCloseable {
    /** Takes the request and stays silent. */
    static final String SILENCE = "";
    /** Breaks off before the head of an answer. */
    static final String BREAK = "break";

    private static final int INTERNAL_ERROR = 2;

    private final Function<String, String> behaviour;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final String url;

    private EitherUpstream(String scheme, Function<String, String> behaviour) throws IOException {
        this.behaviour = behaviour;
        if (scheme.equals("h2c")) {
            RawHttp2Server server = RawHttp2Server.start();
            open.add(server::close);
            url = server.url();
            Thread.ofVirtual().start(() -> accept(server));
        } else {
            FakeUpstream server = FakeUpstream.scripted(this::serve);
            open.add(server::close);
            url = server.url();
        }
    }

    /**
     * Listens.
     *
     * @param scheme {@code http} or {@code h2c}
     * @param behaviour is given method, path and body, and says what the body of the answer is; may block
     */
    static EitherUpstream of(String scheme, Function<String, String> behaviour) throws IOException {
        return new EitherUpstream(scheme, behaviour);
    }

    String url() {
        return url;
    }

    /** Each as {@code METHOD path body}. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** How many attempts were given up by the gateway. */
    int cancelled() {
        return cancelled.get();
    }

    /** The most requests that were here at a time. */
    int most() {
        return most.get();
    }

    private String answer(String request) {
        requests.add(request.strip());
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            return behaviour.apply(request.strip());
        } finally {
            now.decrementAndGet();
        }
    }

    private void serve(FakeUpstream.Connection connection) throws IOException {
        connections.incrementAndGet();
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            String line = head.substring(0, head.indexOf(" HTTP/1.1"));
            String answer = answer(line + " " + connection.read(length(head)));
            if (answer.equals(BREAK)) {
                return;
            }
            if (answer.equals(SILENCE)) {
                cancelled.addAndGet(connection.read() < 0 ? 1 : 0);
                return;
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
        }
    }

    private static int length(String head) {
        String name = "\r\ncontent-length: ";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        return at < 0 ? 0 : Integer.parseInt(head.substring(at + name.length(), head.indexOf('\r', at + 2)));
    }

    private void accept(RawHttp2Server server) {
        try {
            while (true) {
                RawHttp2Server.Connection connection = server.accept();
                open.add(connection::close);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (UncheckedIOException closed) {
            // the test has ended
        }
    }

    private void serve(RawHttp2Server.Connection connection) {
        try {
            connection.patience(0);
        } catch (IOException closed) {
            return;
        }
        connection.handshake();
        Map<Integer, String> heads = new HashMap<>();
        for (Http2Frame frame = connection.next(); frame.type() != Http2Frame.CLOSED; frame = connection.next()) {
            int stream = frame.stream();
            switch (frame.type()) {
                case Http2Frame.HEADERS -> heads.put(stream, frame.field(":method") + " " + frame.field(":path") + " ");
                case Http2Frame.DATA -> heads.merge(stream, frame.payload(), String::concat);
                case Http2Frame.RST_STREAM -> cancelled.incrementAndGet();
                case Http2Frame.PING -> pong(connection, frame);
                default -> {}
            }
            boolean ends = frame.type() == Http2Frame.HEADERS || frame.type() == Http2Frame.DATA;
            if (ends && frame.endsStream()) {
                String request = heads.remove(stream);
                Thread.ofVirtual().start(() -> respond(connection, stream, request));
            }
        }
    }

    private static void pong(RawHttp2Server.Connection connection, Http2Frame ping) {
        if (!ping.has(Http2Frame.ACK)) {
            connection.send(Http2Frame.PING, Http2Frame.ACK, 0, ping.payload());
        }
    }

    private void respond(RawHttp2Server.Connection connection, int stream, String request) {
        String answer = answer(request);
        if (answer.equals(BREAK)) {
            connection.reset(stream, INTERNAL_ERROR);
        } else if (!answer.equals(SILENCE)) {
            connection.respond(stream, answer, ":status: 200");
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
    }
}
