package dev.sluice.testkit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes requests in HTTP/1.1 and sends them to a gateway in HTTP/2, each connection over one of its own, so that a test
 * that writes HTTP/1.1 can be run over HTTP/2 as well. A response that is reset ends its client's connection; a client
 * that leaves resets its stream. Requests with {@code Connection: close} are the last of their connection.
 */
public final class Http2Bridge implements AutoCloseable {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;
    private static final int PART = 8 * 1024;
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host");

    private final ServerSocket listening;
    private final int gateway;

    private Http2Bridge(int gateway) throws IOException {
        this.gateway = gateway;
        listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("bridge").start(this::accept);
    }

    /** A bridge to a gateway at a port of loopback. */
    public static Http2Bridge to(int gateway) {
        try {
            return new Http2Bridge(gateway);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it takes HTTP/1.1. */
    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().name("bridge-client").start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end has come
        }
    }

    private void serve(Socket client) {
        try (client;
                RawHttp2Client server = RawHttp2Client.connect(gateway)) {
            new Crossing(client, server).run();
        } catch (IOException | AssertionError left) {
            // one of both has left: so does the other
        }
    }

    @Override
    public void close() {
        quietly(listening);
    }

    private static void quietly(Closeable closed) {
        try {
            closed.close();
        } catch (IOException already) {
            // it is closed
        }
    }

    /** One client's connection and the one that it has to the gateway. */
    private static final class Crossing {
        private final Socket client;
        private final RawHttp2Client server;
        private final InputStream in;
        private final OutputStream out;
        private final Thread reader;
        /** Guarded by this. */
        private long streamWindow;

        private long connectionWindow = 65_535;
        private long firstWindow = 65_535;
        private int stream;
        private boolean answered = true;
        private boolean gone;
        private boolean chunked;
        private String method = "";

        Crossing(Socket client, RawHttp2Client server) throws IOException {
            this.client = client;
            this.server = server;
            in = new BufferedInputStream(client.getInputStream());
            out = client.getOutputStream();
            firstWindow = server.handshake(INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)
                    .setting(INITIAL_WINDOW_SIZE)
                    .orElse(65_535);
            server.credit(0, 1 << 30);
            for (Http2Frame early : server.seen()) {
                credited(early);
            }
            server.patience(0);
            reader = Thread.ofVirtual().name("bridge-answers").start(this::answers);
        }

        /** One request after another, until the client or the gateway has had enough. */
        void run() throws IOException {
            boolean goesOn = true;
            while (goesOn) {
                List<String> head = head();
                goesOn = !head.isEmpty() && request(head);
            }
            reader.interrupt();
        }

        private List<String> head() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
            return lines;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString().strip();
        }

        private boolean request(List<String> head) throws IOException {
            String line = head.getFirst();
            int target = line.indexOf(' ') + 1;
            int version = line.lastIndexOf(' ') + 1;
            String asked = line.substring(0, target - 1);
            List<String> fields = new ArrayList<>(
                    List.of(":method: " + asked, ":scheme: http", ":path: " + line.substring(target, version - 1)));
            long length = 0;
            boolean inChunks = false;
            boolean last = line.endsWith("HTTP/1.0");
            for (String field : lowered(head.subList(1, head.size()))) {
                String name = field.substring(0, field.indexOf(':'));
                String value = field.substring(name.length() + 2);
                switch (name) {
                    case "host" -> fields.add(3, ":authority: " + value);
                    case "content-length" -> length = Long.parseLong(value);
                    case "transfer-encoding" -> inChunks = true;
                    case "connection" -> last |= value.toLowerCase(Locale.ROOT).contains("close");
                    default -> {}
                }
                if (name.equals("te")) {
                    fields.addAll(value.contains("trailers") ? List.of("te: trailers") : List.of());
                } else if (!OF_CONNECTION.contains(name)) {
                    fields.add(field);
                }
            }
            int number = begin(asked);
            boolean empty = !inChunks && length == 0;
            server.headers(number, empty, fields.toArray(String[]::new));
            if (!empty) {
                upload(number, inChunks, length);
            }
            return awaitAnswer() && !last;
        }

        private synchronized int begin(String asked) {
            stream = server.newStream();
            streamWindow = firstWindow;
            answered = false;
            method = asked;
            return stream;
        }

        private synchronized boolean awaitAnswer() throws IOException {
            while (!answered && !gone) {
                pause();
            }
            return !gone;
        }

        @SuppressWarnings("WaitNotInLoop") // callers loop
        private void pause() throws IOException {
            try {
                wait();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }

        // --- the body of a request

        private void upload(int number, boolean inChunks, long length) throws IOException {
            if (inChunks) {
                for (int size = size(); size > 0; size = size()) {
                    copy(number, size, false);
                    line();
                }
                List<String> trailers = head();
                if (trailers.isEmpty()) {
                    server.data(number, true, "");
                } else {
                    server.headers(number, true, lowered(trailers));
                }
            } else {
                copy(number, length, true);
            }
        }

        private int size() throws IOException {
            String line = line();
            int end = line.indexOf(';');
            return Integer.parseInt(end < 0 ? line : line.substring(0, end), 16);
        }

        private static String[] lowered(List<String> lines) {
            return lines.stream()
                    .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT) + ": "
                            + line.substring(line.indexOf(':') + 1).strip())
                    .toArray(String[]::new);
        }

        private void copy(int number, long length, boolean end) throws IOException {
            byte[] part = new byte[PART];
            long left = length;
            while (left > 0) {
                int count = in.read(part, 0, (int) Math.min(PART, left));
                if (count < 0) {
                    server.reset(number, CANCEL);
                    throw new IOException("the client left");
                }
                left -= count;
                if (take(count)) {
                    server.data(number, end && left == 0, new String(part, 0, count, StandardCharsets.ISO_8859_1));
                }
            }
        }

        /** Waits for the gateway's window; false if it has answered early and wants no more. */
        private synchronized boolean take(int count) throws IOException {
            while (!answered && !gone && Math.min(streamWindow, connectionWindow) < count) {
                pause();
            }
            streamWindow -= count;
            connectionWindow -= count;
            return !answered && !gone;
        }

        // --- answers

        private void answers() {
            try {
                for (Http2Frame frame = server.next(); frame.type() != Http2Frame.CLOSED; frame = server.next()) {
                    answer(frame);
                }
                left(false);
            } catch (IOException | AssertionError ended) {
                left(true);
            }
        }

        private synchronized void left(boolean abruptly) {
            gone = true;
            notifyAll();
            if (!answered || abruptly) {
                quietly(client);
            } else {
                try {
                    client.shutdownInput();
                } catch (IOException closed) {
                    // so it is
                }
            }
        }

        private synchronized void credited(Http2Frame frame) {
            if (frame.type() == Http2Frame.WINDOW_UPDATE) {
                if (frame.stream() == 0) {
                    connectionWindow += frame.value();
                } else if (frame.stream() == stream) {
                    streamWindow += frame.value();
                }
                notifyAll();
            }
        }

        private synchronized void answer(Http2Frame frame) throws IOException {
            credited(frame);
            if (frame.type() == Http2Frame.PING && !frame.has(Http2Frame.ACK)) {
                server.send(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload());
            }
            if (frame.stream() != stream || answered) {
                return;
            }
            switch (frame.type()) {
                case Http2Frame.HEADERS -> headers(frame);
                case Http2Frame.DATA -> data(frame);
                case Http2Frame.RST_STREAM -> throw new IOException("reset");
                default -> {}
            }
        }

        private void headers(Http2Frame frame) throws IOException {
            StringBuilder text = new StringBuilder();
            boolean trailers = frame.fields().stream().noneMatch(field -> field.startsWith(":status"));
            if (trailers) {
                text.append(chunked ? "0\r\n" : "");
            } else {
                text.append("HTTP/1.1 ").append(frame.status()).append(" \r\n");
            }
            boolean stated = false;
            for (String field : frame.fields()) {
                stated |= field.startsWith("content-length:");
                text.append(field.startsWith(":") ? "" : field + "\r\n");
            }
            boolean last = frame.status() >= 200 && !trailers;
            if (last) {
                boolean bodyless = method.equals("HEAD") || frame.status() == 204 || frame.status() == 304;
                chunked = !stated && !bodyless && !frame.endsStream();
                text.append(chunked ? "transfer-encoding: chunked\r\n" : "");
                text.append(!stated && !bodyless && frame.endsStream() ? "content-length: 0\r\n" : "");
            }
            if (!trailers || chunked) {
                write(text.append("\r\n").toString());
            }
            ended(frame);
        }

        private void data(Http2Frame frame) throws IOException {
            String content = frame.payload();
            if (!content.isEmpty()) {
                write(chunked ? Integer.toHexString(content.length()) + "\r\n" + content + "\r\n" : content);
                server.credit(0, content.length());
            }
            if (frame.endsStream() && chunked) {
                write("0\r\n\r\n");
            }
            ended(frame);
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        private void ended(Http2Frame frame) {
            if (frame.endsStream()) {
                answered = true;
                notifyAll();
            }
        }
    }
}
