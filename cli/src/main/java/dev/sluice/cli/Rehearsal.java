package dev.sluice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * What {@code ./sluice} lets the JVM watch once, after a build, so that later starts find their classes loaded: a gateway
 * starts before a sample upstream, answers some requests and stops. Ends by itself, after ten seconds at the latest.
 */
final class Rehearsal {
    private static final int CONNECTIONS = 4;
    private static final int REQUESTS = 100;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        new Timer("bound", true).schedule(halt(), BOUND.toMillis());
        String upstream = SampleUpstream.start("rehearsal", Integer.MAX_VALUE).url();
        int port = freePort();
        Thread.ofPlatform()
                .daemon()
                .start(() -> Main.main(new String[] {"proxy", "--listen", "127.0.0.1:" + port, upstream}));
        while (!listens(port)) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            requests(port);
        }
        System.exit(0);
    }

    private static TimerTask halt() {
        return new TimerTask() {
            @Override
            public void run() {
                Runtime.getRuntime().halt(1);
            }
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void requests(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = client.getOutputStream();
            for (int i = 1; i <= REQUESTS; i++) {
                String last = i == REQUESTS ? "Connection: close\r\n" : "";
                String head = "GET /rehearsal?n=" + i + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nUser-Agent: rehearsal\r\nAccept: */*\r\n" + last + "\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
            }
            byte[] answers = client.getInputStream().readAllBytes();
            if (!new String(answers, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the gateway did not answer");
            }
        }
    }
}
