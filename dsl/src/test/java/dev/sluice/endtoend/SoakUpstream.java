package dev.sluice.endtoend;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The upstream of the soak: each target {@code /ORDEAL/id/size} says what to do, and how many bytes to answer. */
final class SoakUpstream implements AutoCloseable {
    private static final String DATA = "0123456789abcdef".repeat(4096);

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();
    final AtomicLong received = new AtomicLong();
    final AtomicLong sent = new AtomicLong();

    SoakUpstream() throws IOException {
        listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("soak-accept").start(this::accept);
    }

    static String data(int size) {
        return DATA.substring(0, size);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    int openConnections() {
        return open.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().name("soak-upstream").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                String head = head(in);
                goesOn = !head.isEmpty() && new Turn(socket, in, head).run();
            }
        } catch (IOException gone) {
            // the gateway has left
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        while (head.length() < 4 || head.charAt(head.length() - 3) != '\n' || head.charAt(head.length() - 1) != '\n') {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** One request on a connection. */
    private final class Turn {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final String head;
        private final String id;
        private final Ordeal ordeal;
        private final int size;

        Turn(Socket socket, InputStream in, String head) throws IOException {
            this.socket = socket;
            this.in = in;
            this.out = socket.getOutputStream();
            this.head = head;
            String[] target = head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP/"))
                    .split("/");
            this.ordeal = Ordeal.valueOf(target[0]);
            this.id = target[1];
            this.size = Integer.parseInt(target[2]);
        }

        /** Whether the connection goes on. */
        boolean run() throws IOException {
            long body = body();
            return switch (ordeal) {
                case RESET -> reset();
                case RETRIED -> attempted.add(id) ? reset() : answer(body);
                case TRUNCATED ->
                    say("HTTP/1.1 200 OK\r\nContent-Length: " + (size + 1) + "\r\n\r\n" + data(size), false);
                case GARBAGE -> say("\u0001\u0002 garbage\r\n\r\n", false);
                case SLOW, ABORTED_UPLOAD -> silence();
                case ABORTED_WAITING -> say("HTTP/1.1 103 Early Hints\r\n\r\n", false) || silence();
                case ABORTED_DOWNLOAD ->
                    say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", true) && silence();
                case HEAD -> say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n", true);
                case STALE -> {
                    answer(body);
                    yield false;
                }
                default -> answer(body);
            };
        }

        private boolean say(String text, boolean goesOn) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return goesOn;
        }

        private boolean reset() throws IOException {
            socket.setSoLinger(true, 0);
            return false;
        }

        private boolean silence() throws IOException {
            while (in.read() >= 0) {
                // until the gateway leaves
            }
            return false;
        }

        private boolean answer(long body) throws IOException {
            received.addAndGet(body);
            sent.addAndGet(size);
            String content = data(size);
            boolean chunked = ordeal == Ordeal.CHUNKED && size > 0;
            return chunked
                    ? say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(content) + "0\r\n\r\n", true)
                    : say(
                            "HTTP/1.1 200 OK\r\nX-Received: " + body + "\r\nContent-Length: " + size + "\r\n\r\n"
                                    + content,
                            true);
        }

        private String chunk(String content) {
            return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
        }

        private long body() throws IOException {
            if (head.contains("Transfer-Encoding: chunked")) {
                return chunks();
            }
            int at = head.indexOf("Content-Length: ");
            return at < 0 ? 0 : content(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at))));
        }

        private long chunks() throws IOException {
            long total = 0;
            for (int length = chunkSize(); length > 0; length = chunkSize()) {
                total += content(length);
                in.skipNBytes(2);
            }
            in.skipNBytes(2);
            return total;
        }

        private int chunkSize() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the gateway broke off");
                }
                line.append((char) next);
            }
            return Integer.parseInt(line.toString().strip().toLowerCase(Locale.ROOT), 16);
        }

        private long content(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("the gateway broke off");
            }
            return length;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
