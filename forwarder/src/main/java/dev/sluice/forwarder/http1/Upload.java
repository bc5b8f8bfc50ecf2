package dev.sluice.forwarder.http1;

import dev.sluice.core.Body;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Timers.Timer;
import dev.sluice.core.TransferException;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.wire.WireOutput;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request's body to the upstream. The bytes that are available at once are sent with the head; the rest is sent
 * by a thread of its own, so that the response can be read, and can end the exchange, at any time.
 */
final class Upload implements Runnable {
    private enum State {
        RUNNING,
        LAST_BYTES,
        COMPLETE,
        BROKEN
    }

    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Body body;
    private final Connection connection;
    private final Progress progress;
    private final Duration patience;
    private final Runnable whenOver;
    private final boolean chunked;
    private long rest;
    private boolean touched;
    private volatile State state = State.RUNNING;
    private volatile boolean abandoned;
    private @Nullable Thread pump;

    /**
     * Prepares an upload.
     *
     * @param patience the longest time for the upstream to accept each part; zero for no limit
     * @param whenOver run on the sending thread when nothing more will be sent
     */
    Upload(Body body, Connection connection, Progress progress, Duration patience, Runnable whenOver) {
        this.body = body;
        this.connection = connection;
        this.progress = progress;
        this.patience = patience;
        this.whenOver = whenOver;
        this.rest = body.length();
        this.chunked = rest == Body.UNKNOWN;
    }

    /** Appends the available bytes, at most a buffer, to the head. Returns whether that is the whole body. */
    boolean moveWhatIsHere() throws IOException {
        if (body.available() > 0) {
            move();
        }
        if (rest == 0) {
            state = State.COMPLETE;
        }
        return rest == 0;
    }

    /** Whether bytes of the body may have been read, so that it cannot be sent again. */
    boolean touched() {
        return touched;
    }

    void start() {
        touched = true;
        pump = Thread.ofVirtual().name("sluice-upload").start(this);
    }

    @Override
    public void run() {
        State reached = State.BROKEN;
        try (Timer stall = connection.watchWrites(patience)) {
            pump();
            reached = stall.clearInTime() ? State.COMPLETE : State.BROKEN;
        } catch (TransferException client) {
            progress.stop(client.failure());
        } catch (IOException upstream) {
            // the upstream may have answered before it closed its side: the reading thread finds out
        } catch (RuntimeException bug) {
            if (!abandoned) {
                progress.failed(bug);
            }
        } finally {
            connection.output().release();
            whenOver.run();
            state = reached; // must be last: from now on another exchange may use the connection
        }
    }

    private void pump() throws IOException {
        WireOutput output = connection.output();
        while (rest != 0 && move()) {
            if (rest != 0 && body.available() == 0) {
                output.flush();
            }
        }
        if (chunked) {
            output.lastChunk(AnswerFields.trailers(body.trailers()));
        }
        state = State.LAST_BYTES;
        progress.sent(Sent.ALL);
        output.flush();
    }

    /** Sends the next part; false at the end. */
    private boolean move() throws IOException {
        touched = true;
        int count = connection.output().transfer(body, chunked);
        if (count > 0) {
            progress.sent(Sent.PART_OF_BODY);
        }
        if (chunked) {
            return count >= 0;
        }
        rest -= count;
        if (count < 0 || rest < 0) {
            // the host checks the client's framing, so a step has read from the body or changed it
            throw new IllegalStateException("the body that was passed on is not as long as its Content-Length says");
        }
        return true;
    }

    /** Whether the whole request was sent. Waits a moment if the last bytes are just being written. */
    boolean complete() {
        Thread pumping = pump;
        if (pumping != null && state == State.LAST_BYTES) {
            try {
                pumping.join(MOMENT);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return state == State.COMPLETE;
    }

    /**
     * Abandons the rest. A streamed body is closed, so that its host knows that it was not read to its end.
     *
     * @return whether a thread was started that will release the connection's output
     */
    boolean abandon() {
        abandoned = true;
        if (touched && state != State.COMPLETE && !body.replayable()) {
            body.close();
        }
        return pump != null;
    }
}
