package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Writes to a stream, which stays open. If a write fails, it is not known how much of the block was written. */
final class StreamSink implements TraceSink {
    private final OutputStream direct;
    private OutputStream stream;
    private boolean torn;

    StreamSink(OutputStream stream) {
        this(stream, stream);
    }

    /**
     * A sink that goes over to a second stream to the same place once the first has failed, since a PrintStream never
     * tells that it works again.
     */
    StreamSink(OutputStream stream, OutputStream direct) {
        this.stream = stream;
        this.direct = direct;
    }

    @Override
    public void write(byte[] block, int length) {
        try {
            if (torn) {
                stream.write('\n');
            }
            torn = true;
            stream.write(block, 0, length);
            stream.flush();
            torn = stream instanceof PrintStream print && print.checkError();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (torn) {
            stream = direct;
            throw new UncheckedIOException(new IOException("the stream is closed or broken"));
        }
    }
}
