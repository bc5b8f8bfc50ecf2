package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests on schedule: {@code OpenLoop PORT REQUESTS_PER_SECOND SECONDS}. Prints p50 and p99 in microseconds, counted from
 * when a request was due, so that waiting for a late answer is not forgotten.
 */
public final class OpenLoop {
    private static final int CONNECTIONS = 50;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BODY = 1024;

    private OpenLoop() {}

    /**
     * Sends, waits, prints.
     *
     * @param args the gateway's port, the rate, how long; the first fifth is not counted
     * @throws InterruptedException if told to end
     */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        long rate = Long.parseLong(args[1]);
        int each = (int) (rate * Long.parseLong(args[2]) / CONNECTIONS);
        long period = TimeUnit.SECONDS.toNanos(1) * CONNECTIONS / rate;
        long[][] latencies = new long[CONNECTIONS][];
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                long first = begin + period * number / CONNECTIONS;
                clients.execute(() -> latencies[number] = run(port, first, period, each));
            }
        }
        long[] all = Arrays.stream(latencies)
                .flatMapToLong(part -> Arrays.stream(part).skip(each / 5))
                .sorted()
                .toArray();
        System.out.printf("%d %d%n", all[all.length / 2] / 1000, all[(int) (all.length * 0.99)] / 1000);
    }

    private static long[] run(int port, long first, long period, int count) {
        long[] latencies = new long[count];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[8 * BODY];
            for (int i = 0; i < count; i++) {
                long due = first + i * period;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                socket.getOutputStream().write(REQUEST);
                readAnswer(socket, buffer);
                latencies[i] = System.nanoTime() - due;
            }
            return latencies;
        } catch (IOException broken) {
            throw new IllegalStateException("the gateway hung up", broken);
        }
    }

    private static void readAnswer(Socket socket, byte[] buffer) throws IOException {
        int have = 0;
        int end = -1;
        while (end < 0 || have < end + ANSWER_END.length + BODY) {
            int read = socket.getInputStream().read(buffer, have, buffer.length - have);
            if (read < 0) {
                throw new IOException("hung up");
            }
            have += read;
            end = end < 0 ? headEnd(buffer, have) : end;
        }
    }

    private static int headEnd(byte[] buffer, int have) {
        for (int i = 0; i + ANSWER_END.length <= have; i++) {
            if (Arrays.equals(buffer, i, i + ANSWER_END.length, ANSWER_END, 0, ANSWER_END.length)) {
                return i;
            }
        }
        return -1;
    }
}
