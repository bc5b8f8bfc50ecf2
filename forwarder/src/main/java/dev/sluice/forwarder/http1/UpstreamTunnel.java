package dev.sluice.forwarder.http1;

import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.pool.Lease;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An upstream's connection after its 101. Has no timeouts: the host of the client's side limits how long a tunnel may
 * be idle.
 */
final class UpstreamTunnel implements Tunnel {
    private final Lease lease;
    private final Connection connection;
    private final Progress progress;
    private final AtomicBoolean closed = new AtomicBoolean();

    UpstreamTunnel(Lease lease, Progress progress) {
        this.lease = lease;
        this.connection = lease.connection();
        this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return connection.input().read(buffer, offset, length);
        } catch (IOException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        try {
            connection.write(buffer, offset, length);
        } catch (IOException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            connection.shutdownOutput();
        } catch (IOException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lease.discard();
        }
    }
}
