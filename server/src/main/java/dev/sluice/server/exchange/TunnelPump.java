package dev.sluice.server.exchange;

import dev.sluice.core.Failure;
import dev.sluice.core.Outcome;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.core.time.Timers;
import dev.sluice.core.time.Timers.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes both ways between a client and an upstream until both have said all. A side that says no more is half
 * closed; a side that breaks, or silence on both, ends both.
 */
public final class TunnelPump {
    private static final int PART = 16 * 1024;

    /** Bytes of memory that a tunnel needs: a buffer for each direction. */
    public static final long MEMORY = 2 * PART;

    private final TunnelEnd client;
    private final Tunnel tunnel;
    private final Duration idleTimeout;
    private final Timer idle;
    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    /**
     * Not moving yet.
     *
     * @param client the client's end
     * @param tunnel the upstream's end
     * @param timers for the time in which no byte moves
     * @param idleTimeout how long that may be; zero for ever
     */
    public TunnelPump(TunnelEnd client, Tunnel tunnel, Timers timers, Duration idleTimeout) {
        this.idle = timers.deadline(this::tooLongIdle);
        this.client = client;
        this.tunnel = tunnel;
        this.idleTimeout = idleTimeout;
    }

    /** Runs until the end; the caller's thread moves what the upstream says. */
    public Outcome run(Response response) {
        idle.set(idleTimeout);
        Thread upload = Thread.ofVirtual().name("sluice-tunnel").start(this::upload);
        download();
        try {
            upload.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            cut(new Failure.ClientGone(Failure.Sent.ALL));
        }
        idle.close();
        Failure broken = failure.get();
        return broken == null
                ? Outcome.sent(response, fromClient.get(), toClient.get())
                : Outcome.broken(response, broken, fromClient.get(), toClient.get());
    }

    private void download() {
        byte[] part = new byte[PART];
        try {
            for (int count = tunnel.read(part, 0, PART); count >= 0; count = tunnel.read(part, 0, PART)) {
                client.write(part, 0, count);
                toClient.addAndGet(count);
                idle.set(idleTimeout);
            }
            client.halfClose();
        } catch (TransferException broken) {
            cut(broken.failure());
        } catch (IOException left) {
            cut(client.failedWrite());
        }
    }

    private void upload() {
        byte[] part = new byte[PART];
        try {
            for (int count = client.read(part, 0, PART); count >= 0; count = client.read(part, 0, PART)) {
                tunnel.write(part, 0, count);
                fromClient.addAndGet(count);
                idle.set(idleTimeout);
            }
            tunnel.shutdownOutput();
        } catch (TransferException broken) {
            cut(broken.failure());
        } catch (IOException left) {
            cut(new Failure.ClientGone(Failure.Sent.ALL));
        }
    }

    private void tooLongIdle() {
        Thread.ofVirtual().name("sluice-tunnel-idle").start(() -> cut(timeout()));
    }

    private static Failure timeout() {
        return new Failure.TimedOut(Failure.Phase.BETWEEN_BYTES, Failure.Sent.ALL);
    }

    /** Ends both sides; the first failure is the cause of all others. */
    private void cut(Failure cause) {
        if (failure.compareAndSet(null, cause)) {
            tunnel.close();
            client.abort();
        }
    }
}
