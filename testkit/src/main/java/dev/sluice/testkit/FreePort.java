package dev.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that cannot choose one themselves. They lie below those that systems give to clients, since a port that
 * was free a moment ago may else be the local port of a connection when the program has started.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;

    /** Where processes that run beside each other begin lies apart. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 101 % COUNT));

    private FreePort() {}

    /**
     * A port of the loopback address that nobody listens on now, another one at each call. Thread-safe.
     *
     * @throws AssertionError if there is none
     */
    public static int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
