package dev.sluice.forwarder.http2;

import dev.sluice.core.Body;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.forwarder.upload.UploadTarget;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.WireOutput;
import dev.sluice.wire.http2.Http2Stream;
import java.io.IOException;
import java.util.function.Supplier;

/** The body of a request on a stream: as DATA, with trailers if there are some (RFC 9113 §8.1). */
final class StreamUpload implements UploadTarget {
    private final Http2Stream stream;
    private final WireOutput output;
    private final Supplier<Timer> watch;

    /**
     * Nothing sent yet.
     *
     * @param buffers lends what the body is read into
     * @param watch makes the timer of waits for the upstream
     */
    StreamUpload(Http2Stream stream, BufferPool buffers, Supplier<Timer> watch) {
        this.stream = stream;
        this.output = new WireOutput((buffer, offset, length) -> stream.write(buffer, offset, length, false), buffers);
        this.watch = watch;
    }

    @Override
    public int transfer(Body body) throws IOException {
        return output.transfer(body, false);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
        stream.flush();
    }

    @Override
    public void end(Body body) throws IOException {
        output.flush();
        stream.end(AnswerFields.trailers(body.trailers()));
    }

    @Override
    public void release() {
        output.release();
    }

    @Override
    public Timer watchWrites() {
        return watch.get();
    }
}
