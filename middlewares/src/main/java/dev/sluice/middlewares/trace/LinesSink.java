package dev.sluice.middlewares.trace;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Gives each line to a program. */
record LinesSink(Consumer<String> consumer) implements TraceSink {
    @Override
    public void write(byte[] block, int length) {
        new String(block, 0, length, StandardCharsets.US_ASCII).lines().forEach(consumer);
    }
}
