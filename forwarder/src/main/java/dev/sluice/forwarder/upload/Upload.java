package dev.sluice.forwarder.upload;

import dev.sluice.core.Body;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.TransferException;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.connection.Progress;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request's body to the upstream. The bytes that are available at once are sent with the head; the rest is sent
 * by a thread of its own, so that the response can be read, and can end the exchange, at any time.
 */
public final class Upload implements Runnable {
    private enum State {
        RUNNING,
        LAST_BYTES,
        COMPLETE,
        BROKEN
    }

    private static final Duration MOMENT = Duration.ofMillis(20);

    private final Body body;
    private final UploadTarget target;
    private final Progress progress;
    private final Runnable whenOver;
    private final boolean measured;
    private long rest;
    private boolean touched;
    private volatile State state = State.RUNNING;
    private volatile boolean abandoned;
    private @Nullable Thread pump;

    /**
     * Prepares an upload.
     *
     * @param body of the request
     * @param target where it goes
     * @param progress of the attempt
     * @param whenOver run on the sending thread when nothing more will be sent
     */
    public Upload(Body body, UploadTarget target, Progress progress, Runnable whenOver) {
        this.body = body;
        this.target = target;
        this.progress = progress;
        this.whenOver = whenOver;
        this.rest = body.length();
        this.measured = rest != Body.UNKNOWN;
    }

    /**
     * Appends the available bytes, at most a buffer, to the head. If that is the whole body, it is sent.
     *
     * @return whether it is
     */
    public boolean sendWhatIsHere() throws IOException {
        if (body.available() > 0) {
            move();
        }
        boolean all = measured ? rest == 0 : body.available() == -1;
        if (all) {
            progress.sent(Sent.ALL);
            target.end(body);
            target.release();
            state = State.COMPLETE;
        }
        return all;
    }

    /** Whether bytes of the body may have been read, so that it cannot be sent again. */
    public boolean touched() {
        return touched;
    }

    /** Sends the rest from a thread of its own. */
    public void start() {
        touched = true;
        pump = Thread.ofVirtual().name("sluice-upload").start(this);
    }

    @Override
    public void run() {
        State reached = State.BROKEN;
        try (Timer stall = target.watchWrites()) {
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
            target.release();
            whenOver.run();
            state = reached; // must be last: from now on another exchange may use the connection
        }
    }

    private void pump() throws IOException {
        while (rest != 0 && move()) {
            if (rest != 0 && body.available() == 0) {
                target.flush();
            }
        }
        state = State.LAST_BYTES;
        progress.sent(Sent.ALL);
        target.end(body);
    }

    /** Sends the next part; false at the end. */
    private boolean move() throws IOException {
        touched = true;
        int count = target.transfer(body);
        if (count > 0) {
            progress.sent(Sent.PART_OF_BODY);
        }
        if (!measured) {
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
    public boolean complete() {
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
     * @return whether a thread was started that will release the target
     */
    public boolean abandon() {
        abandoned = true;
        if (touched && state != State.COMPLETE && !body.replayable()) {
            body.close();
        }
        return pump != null;
    }
}
