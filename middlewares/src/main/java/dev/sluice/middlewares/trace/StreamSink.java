package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Writes to a stream, which stays open. How much of a block was written is not known if that fails. */
final class StreamSink implements TraceSink {
    private final OutputStream direct;
    private OutputStream stream;
    private boolean torn;

    StreamSink(OutputStream stream) {
        this(stream, stream);
    }

    /**
     * A sink that leaves a stream that has failed for another one to the same place: a PrintStream never tells that it
     * works again.
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
