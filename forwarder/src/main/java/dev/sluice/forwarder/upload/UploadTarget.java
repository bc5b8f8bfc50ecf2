package dev.sluice.forwarder.upload;

import dev.sluice.core.Body;
import dev.sluice.core.time.Timers.Timer;
import java.io.IOException;

/** Where the body of a request is sent, in the framing of one version of HTTP. */
public interface UploadTarget {
    /**
     * Appends the next part of a body. Blocks until there is at least one byte of it.
     *
     * @return the number of bytes, or -1 at the end of the body
     */
    int transfer(Body body) throws IOException;

    /** Sends what was appended. */
    void flush() throws IOException;

    /** Sends what was appended and the end of the message, with the body's trailers where there can be some. */
    void end(Body body) throws IOException;

    /** Gives buffers back: nothing more is sent. */
    void release();

    /** Sets a timeout for each write from now on, until the returned timer is closed. */
    Timer watchWrites();
}
