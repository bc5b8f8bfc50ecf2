package dev.sluice.wire;

import dev.sluice.core.Fields;
import java.io.IOException;

/** Reads a body of known length ({@code Content-Length}, RFC 9112 §6.2). */
final class LengthDecoder implements WireBody.Decoder {
    private final WireInput input;
    private final long length;
    private long rest;

    LengthDecoder(WireInput input, long length) {
        this.input = input;
        this.length = length;
        this.rest = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (rest == 0) {
            return -1;
        }
        int count = input.read(buffer, offset, (int) Math.min(wanted, rest));
        if (count < 0) {
            throw new WireBody.TruncatedException();
        }
        rest -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(input.available(), rest);
    }

    @Override
    public boolean finished() {
        return rest == 0;
    }

    @Override
    public Fields trailers() {
        return Fields.EMPTY;
    }
}
