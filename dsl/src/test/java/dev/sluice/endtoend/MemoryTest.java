package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gigabyte each way through a gateway whose heap is 64 MiB: bodies are never held, however large. */
@Tag("large")
@Timeout(60)
class MemoryTest {
    private static final long GIB = 1024L * 1024 * 1024;
    private static final int PART = 1024 * 1024;
    private static final byte[] BYTES = new byte[PART];

    private final AtomicLong uploaded = new AtomicLong();

    private void serve(FakeUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            if (head.startsWith("PUT")) {
                while (uploaded.get() < GIB) {
                    uploaded.addAndGet(connection.read(PART).length());
                }
                connection.write(Wires.OK);
            } else {
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (long sent = 0; sent < GIB; sent += PART) {
                    connection.write("100000\r\n");
                    connection.write(BYTES);
                    connection.write("\r\n");
                }
                connection.write("0\r\n\r\n");
            }
        }
    }

    @Test
    void aGigabyteUpAndDownFitsThrough64Megabytes() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.scripted(this::serve);
                SmallGateway gateway = SmallGateway.withHeap("64", upstream.url(), 0)) {
            upload(gateway.port());
            assertThat(download(gateway.port())).isEqualTo(GIB);
            assertThat(gateway.exitCode()).isZero();
        }
    }

    private void upload(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + GIB + "\r\n\r\n");
            for (long sent = 0; sent < GIB; sent += PART) {
                client.send(BYTES);
            }
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(uploaded.get()).isEqualTo(GIB);
        }
    }

    /** To HTTP/1.0, so that what comes behind the head is all content. */
    private static long download(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            int end = 0;
            while (end < 4) {
                int next = in.read();
                end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
            }
            byte[] part = new byte[PART];
            long total = 0;
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                total += count;
            }
            return total;
        }
    }
}
