package dev.sluice.benchmarks;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;

/**
 * An upstream for large bodies: {@code StreamUpstream PORT}. {@code /big} answers with 1 GiB, {@code /medium} with 64
 * MiB, anything else with 1 KiB, after it has read whatever was sent, which nginx would write to a file first.
 */
public final class StreamUpstream {
    private static final long BIG = 1L << 30;
    private static final long MEDIUM = 1L << 26;
    private static final int SMALL = 1_024;
    private static final int PIECE = 1 << 16;

    private StreamUpstream() {}

    /**
     * Listens until the process ends.
     *
     * @param args the port
     */
    public static void main(String[] args) {
        WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(Integer.parseInt(args[0]))
                .routing(routing -> routing.get("/big", answering(BIG))
                        .get("/medium", answering(MEDIUM))
                        .any(answering(SMALL)))
                .build()
                .start();
    }

    private static Handler answering(long length) {
        return (request, response) -> {
            try (InputStream sent = request.content().inputStream()) {
                byte[] ignored = new byte[PIECE];
                while (sent.read(ignored) >= 0) {
                    // what was sent is only counted by the gateway
                }
            }
            send(response, length);
        };
    }

    private static void send(ServerResponse response, long length) {
        response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        try (OutputStream body = response.outputStream()) {
            for (long written = 0; written < length; written += piece.length) {
                body.write(piece);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
