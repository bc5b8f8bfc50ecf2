package dev.sluice.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that stay: {@code IdleClients PORT COUNT}. Each asks once; then a line is printed, and all stay connected until
 * the standard input ends.
 */
public final class IdleClients {
    private IdleClients() {}

    /**
     * Connects, asks, stays.
     *
     * @param args the gateway's port, how many
     * @throws IOException if the gateway does not answer
     */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        List<Socket> clients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            clients.add(client);
            ask(client);
        }
        System.out.println(clients.size());
        while (System.in.read() >= 0) {
            // until it ends
        }
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Reads until the body of the answer, which is all of one letter, is there: 1024 bytes after the empty line. */
    private static void ask(Socket client) throws IOException {
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the gateway hung up after: " + head);
            }
            head.append((char) next);
        }
        in.readNBytes(1024);
    }
}
