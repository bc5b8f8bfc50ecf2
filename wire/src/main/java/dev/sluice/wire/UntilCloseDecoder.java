package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.io.IOException;

/** Reads a body that ends where the connection is closed (RFC 9112 §6.3, item 8). */
final class UntilCloseDecoder implements WireBody.Decoder {
    private final WireInput input;
    private boolean ended;

    UntilCloseDecoder(WireInput input) {
        this.input = input;
    }

    @Override
    public long length() {
        return Body.UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int count = ended ? -1 : input.read(buffer, offset, wanted);
        ended = count < 0;
        return count;
    }

    @Override
    public int available() {
        return input.available();
    }

    @Override
    public boolean finished() {
        return ended;
    }

    @Override
    public Fields trailers() {
        return Fields.EMPTY;
    }
}
