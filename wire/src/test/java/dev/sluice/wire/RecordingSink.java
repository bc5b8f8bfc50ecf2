package dev.sluice.wire;

import java.util.ArrayList;
import java.util.List;

/** Remembers each write of its own. */
final class RecordingSink implements WireOutput.Sink {
    private final List<String> writes = new ArrayList<>();

    @Override
    public void write(byte[] buffer, int offset, int length) {
        writes.add(Wire.text(buffer).substring(offset, offset + length));
    }

    List<String> writes() {
        return writes;
    }

    String all() {
        return String.join("", writes);
    }
}
