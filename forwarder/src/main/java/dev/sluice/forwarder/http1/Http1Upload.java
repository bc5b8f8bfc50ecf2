package dev.sluice.forwarder.http1;

import dev.sluice.core.Body;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.connection.Connection;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.upload.UploadTarget;
import java.io.IOException;
import java.time.Duration;

/**
 * The body of a request on an HTTP/1.1 connection (RFC 9112 §6).
 *
 * @param connection where it is sent
 * @param chunked whether it is sent in chunks
 * @param patience the longest time for the upstream to accept each part; zero for no limit
 */
record Http1Upload(Connection connection, boolean chunked, Duration patience) implements UploadTarget {
    @Override
    public int transfer(Body body) throws IOException {
        return connection.output().transfer(body, chunked);
    }

    @Override
    public void flush() throws IOException {
        connection.output().flush();
    }

    @Override
    public void end(Body body) throws IOException {
        if (chunked) {
            connection.output().lastChunk(AnswerFields.trailers(body.trailers()));
        }
        connection.output().flush();
    }

    @Override
    public void release() {
        connection.output().release();
    }

    @Override
    public Timer watchWrites() {
        return connection.watchWrites(patience);
    }
}
