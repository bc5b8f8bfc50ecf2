package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;

/** A chunked body of an upstream, of whose trailers only those pass that may stand there. */
public record FilteredTrailers(Body body) implements Body {
    @Override
    public long length() {
        return body.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return body.read(buffer, offset, length);
    }

    @Override
    public int available() {
        return body.available();
    }

    @Override
    public Fields trailers() {
        return AnswerFields.trailers(body.trailers());
    }

    @Override
    public void close() {
        body.close();
    }
}
