package dev.sluice.testkit;

import dev.sluice.core.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that is scripted byte by byte: one script runs for each connection, on its own thread. */
public final class FakeUpstream implements AutoCloseable {
    /** What to do with a connection; it is closed when the script returns. */
    @FunctionalInterface
    public interface Script {
        /** Reads requests and writes responses, byte by byte. */
        void run(Connection connection) throws IOException;
    }

    /** So many that no SYN is dropped: it would be sent again after a second. */
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    private FakeUpstream(Script script) {
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        acceptor = Thread.ofVirtual().start(() -> accept(script));
    }

    /** Runs a script for every connection. */
    public static FakeUpstream scripted(Script script) {
        return new FakeUpstream(script);
    }

    /** Answers every request on every connection with the same bytes, after reading its head and sized body. */
    public static FakeUpstream answering(String response) {
        return scripted(connection -> {
            while (connection.readRequest()) {
                connection.write(response);
            }
        });
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Script script, Socket socket) {
        try (socket) {
            script.run(new Connection(socket));
        } catch (IOException goneOrClosed) {
            // the gateway left, or the test has ended
        } finally {
            open.remove(socket);
        }
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Its URL. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The upstream with its URL. */
    public Upstream upstream() {
        return Upstream.of(url());
    }

    /** The request heads that {@link Connection#readRequest()} and {@link Connection#readHead()} saw, in order. */
    public List<String> heads() {
        return heads;
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            acceptor.join(); // until then the port may take one more connection
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One accepted connection. */
    public final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private String body = "";

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
            socket.setTcpNoDelay(true);
        }

        /** Reads a head up to and with its empty line; returns an empty text if the gateway closed instead. */
        public String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int end = 0;
            while (end < 4) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.write(next);
                end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            heads.add(text);
            return text;
        }

        /** Reads a head and the body that Content-Length announces; false if the gateway closed instead. */
        public boolean readRequest() throws IOException {
            String head = readHead();
            if (head.isEmpty()) {
                return false;
            }
            body = "";
            Optional<String> length = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .findFirst();
            body = length.isEmpty()
                    ? ""
                    : read(Integer.parseInt(length.get().substring(15).strip()));
            return true;
        }

        /** The body of the latest {@link #readRequest()}. */
        public String body() {
            return body;
        }

        /** Reads exactly that many bytes, as a text, one char a byte. */
        public String read(int count) throws IOException {
            return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
        }

        /** Reads one byte, or -1 at the end. */
        public int read() throws IOException {
            return in.read();
        }

        /** Reads what one read returns, up to 64 KiB: what the gateway sent by one write comes together. */
        public String readOnce() throws IOException {
            byte[] bytes = new byte[64 * 1024];
            return new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.ISO_8859_1);
        }

        /** Waits, without reading, until the test closes the upstream. */
        public void awaitClose() {
            try {
                closing.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Reads until the gateway closes its direction. */
        public String readAll() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        /** Sends a text, one byte a char. */
        public void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Sends bytes. */
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Closes the connection with a reset (RST) instead of a FIN. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Closes the direction to the gateway (half-close, a FIN). */
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }
    }
}
