package dev.sluice.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * An upstream for what nginx does not do by itself: {@code SlowUpstream PORT}. {@code /slow} answers after 100 ms,
 * {@code /big} with 1 GiB, anything else with 1 KiB, after it has read whatever was sent.
 */
public final class SlowUpstream {
    private static final int DELAY_MILLIS = 100;
    private static final int BACKLOG = 4_096;
    private static final long BIG = 1L << 30;
    private static final int SMALL = 1_024;
    private static final int PIECE = 1 << 16;

    private SlowUpstream() {}

    /**
     * Listens until the process ends.
     *
     * @param args the port
     * @throws IOException if it is taken
     */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.createContext("/", exchange -> answer(exchange, SMALL));
        server.createContext("/big", exchange -> answer(exchange, BIG));
        server.createContext("/slow", SlowUpstream::answerLate);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static void answerLate(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(DELAY_MILLIS);
            answer(exchange, SMALL);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, long length) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        try (exchange;
                InputStream sent = exchange.getRequestBody()) {
            byte[] ignored = new byte[PIECE];
            while (sent.read(ignored) >= 0) {
                // what was sent is only counted by the gateway
            }
            exchange.sendResponseHeaders(200, length);
            OutputStream body = exchange.getResponseBody();
            for (long written = 0; written < length; written += piece.length) {
                body.write(piece);
            }
        }
    }
}
