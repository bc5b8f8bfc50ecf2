package dev.sluice.server;

import dev.sluice.core.Failure;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves bytes both ways between a client and an upstream until both have said all. A side that says no more is half
 * closed; a side that breaks ends both.
 */
final class TunnelPump {
    private static final int PART = 16 * 1024;

    private final WireConnection connection;
    private final Tunnel tunnel;
    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();

    TunnelPump(WireConnection connection, Tunnel tunnel) {
        this.connection = connection;
        this.tunnel = tunnel;
    }

    /** Runs until the end; the caller's thread moves what the upstream says. */
    Outcome run(Response response) {
        connection.deadlines().awaitTunnel();
        Thread upload = Thread.ofVirtual().name("sluice-tunnel").start(this::upload);
        boolean whole = download();
        if (!whole) {
            cut();
        }
        try {
            upload.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            cut();
        }
        connection.deadlines().reading().clear();
        long bytes = toClient.get();
        return whole
                ? Outcome.sent(response, fromClient.get(), bytes)
                : Outcome.broken(response, new Failure.ClientGone(Failure.Sent.ALL), fromClient.get(), bytes);
    }

    private void cut() {
        tunnel.close();
        connection.abort();
    }

    private boolean download() {
        byte[] part = new byte[PART];
        try {
            for (int count = tunnel.read(part, 0, PART); count >= 0; count = tunnel.read(part, 0, PART)) {
                connection.write(part, 0, count);
                toClient.addAndGet(count);
                connection.deadlines().awaitTunnel();
            }
            connection.halfClose();
            return true;
        } catch (TransferException | IOException broken) {
            return false;
        }
    }

    private void upload() {
        byte[] part = new byte[PART];
        try {
            for (int count = connection.read(part, 0, PART); count >= 0; count = connection.read(part, 0, PART)) {
                tunnel.write(part, 0, count);
                fromClient.addAndGet(count);
                connection.deadlines().awaitTunnel();
            }
            tunnel.shutdownOutput();
        } catch (TransferException | IOException broken) {
            cut();
        }
    }
}
