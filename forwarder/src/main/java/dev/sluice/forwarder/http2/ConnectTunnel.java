package dev.sluice.forwarder.http2;

import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import dev.sluice.core.Tunnel;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.pool.Lease;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.StreamResetException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stream after an extended CONNECT (RFC 8441 §5): DATA both ways, of which END_STREAM is what a FIN is to a connection. Has
 * no timeouts: the host of the client's side limits how long a tunnel may be idle.
 */
final class ConnectTunnel implements Tunnel {
    private final Lease lease;
    private final Http2Stream stream;
    private final Progress progress;
    private final AtomicBoolean closed = new AtomicBoolean();

    ConnectTunnel(Lease lease, Http2Stream stream, Progress progress) {
        this.lease = lease;
        this.stream = stream;
        this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return stream.read(buffer, offset, length);
        } catch (StreamResetException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        try {
            stream.write(buffer, offset, length, false);
            stream.flush();
        } catch (StreamResetException broken) {
            throw new TransferException(progress.failed(broken));
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            stream.end(Fields.EMPTY);
        } catch (StreamResetException broken) {
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
