package dev.sluice.forwarder.http2;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.TransferException;
import dev.sluice.forwarder.connection.Progress;
import dev.sluice.forwarder.fields.AnswerFields;
import dev.sluice.wire.http2.Http2Stream;
import dev.sluice.wire.http2.StreamResetException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response on a stream. It ends the exchange when it is closed, or its last byte was read. One that broke
 * throws the same failure at each further read. Not thread-safe.
 */
final class StreamedAnswer implements Body {
    private final Http2Stream stream;
    private final Progress progress;
    private final Runnable onClose;
    private final long length;
    private Fields trailers = Fields.EMPTY;
    private @Nullable Failure broken;
    private boolean finished;
    private boolean closed;

    StreamedAnswer(Http2Stream stream, Progress progress, Runnable onClose) {
        this.stream = stream;
        this.progress = progress;
        this.onClose = onClose;
        this.length = stream.contentLength() < 0 ? UNKNOWN : stream.contentLength();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int available() {
        if (!finished && !closed && stream.available() < 0) {
            finish();
        }
        return finished ? -1 : closed ? 0 : stream.available();
    }

    @Override
    public Fields trailers() {
        return trailers;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) {
        if (finished) {
            return -1;
        }
        if (broken != null) {
            throw new TransferException(broken);
        }
        if (closed) {
            throw new IllegalStateException("the body is closed");
        }
        int count = received(buffer, offset, most);
        if (count < 0 || stream.finished()) {
            finish();
        }
        return count;
    }

    private int received(byte[] buffer, int offset, int most) {
        try {
            return stream.read(buffer, offset, most);
        } catch (StreamResetException ended) {
            Failure failure = progress.failed(ended);
            broken = failure;
            throw new TransferException(failure);
        }
    }

    private void finish() {
        finished = true;
        trailers = AnswerFields.trailers(stream.trailers());
        close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
