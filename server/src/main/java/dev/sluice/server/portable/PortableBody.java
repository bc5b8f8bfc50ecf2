package dev.sluice.server.portable;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read from Helidon's input stream. A thread that waits for bytes of a client that has left is
 * interrupted, since Helidon would let it wait for ever on a closed HTTP/2 connection. The lock guards the reading
 * thread, so that it is not interrupted after it has ended its read.
 */
final class PortableBody implements Body {
    private final ServerRequest routed;
    private final long length;
    private @Nullable InputStream stream;
    private boolean finished;
    private volatile long bytesRead;
    private volatile boolean clientGone;
    private @Nullable Thread reader;
    private boolean left;

    PortableBody(ServerRequest routed) {
        this.routed = routed;
        ServerRequestHeaders headers = routed.headers();
        boolean coded = headers.contains(HeaderNames.TRANSFER_ENCODING);
        this.length = coded
                ? UNKNOWN
                : headers.contentLength().orElse(routed.content().hasEntity() ? UNKNOWN : 0);
        this.finished = length == 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int available() {
        return finished ? -1 : 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        if (finished) {
            return -1;
        }
        int count;
        begin();
        try {
            count = stream().read(buffer, offset, wanted);
        } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException left) {
            throw gone();
        } catch (RuntimeException refused) {
            throw broken(refused);
        } finally {
            end();
        }
        if (leftEarly()) { // Helidon reports the interrupt as the end of the body
            throw gone();
        }
        if (count > 0) {
            long total = bytesRead + count;
            bytesRead = total;
        }
        finished = count < 0 || bytesRead == length;
        return count;
    }

    /** What an exception of Helidon's parser means: a malformed body, or one above Helidon's limit. */
    private TransferException broken(RuntimeException refused) {
        Status status = refused instanceof RequestException known ? known.status() : Status.BAD_REQUEST_400;
        if (status.code() >= Status.INTERNAL_SERVER_ERROR_500_CODE) { // a stream of HTTP/2 that was reset
            return gone();
        }
        return new TransferException(new Failure.ClientBroken(status, String.valueOf(refused.getMessage())));
    }

    private TransferException gone() {
        clientGone = true;
        return new TransferException(new Failure.ClientGone(Failure.Sent.PART_OF_BODY));
    }

    private synchronized void begin() {
        if (left) {
            throw gone();
        }
        reader = Thread.currentThread();
    }

    private synchronized void end() {
        reader = null;
        if (left) {
            Thread.interrupted(); // the interrupt was from clientLeft()
        }
    }

    private synchronized boolean leftEarly() {
        return left;
    }

    /** The client has left: interrupts a thread that waits for its bytes. */
    synchronized void clientLeft() {
        left = true;
        if (reader != null) {
            reader.interrupt();
        }
    }

    private InputStream stream() {
        InputStream known = stream;
        if (known == null) {
            known = routed.content().inputStream();
            stream = known;
        }
        return known;
    }

    boolean finished() {
        return finished;
    }

    /** Whether a read has found that the client has left, so that nobody gets the response. */
    boolean clientGone() {
        return clientGone;
    }

    long bytesRead() {
        return bytesRead;
    }
}
