package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.Http2Socket;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * A connection whose peer has said all that it will say, in pieces of any length. What is written to it is kept. For one
 * thread.
 */
final class ScriptedSocket implements Http2Socket {
    private final byte[] script;
    private final Random random;
    private final Runnable atEnd;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int position;
    private boolean cut;

    /**
     * A peer's bytes.
     *
     * @param random says where they are split
     * @param atEnd runs when all of them have been used
     */
    ScriptedSocket(byte[] script, Random random, Runnable atEnd) {
        this.script = script;
        this.random = random;
        this.atEnd = atEnd;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (position == script.length) {
            atEnd.run();
            return -1;
        }
        int most = Math.min(length, script.length - position);
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(most) : most;
        System.arraycopy(script, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int tryWrite(byte[] buffer, int offset, int length) {
        written.write(buffer, offset, length);
        return length;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        written.write(buffer, offset, length);
    }

    @Override
    public void finish() {}

    @Override
    public void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }

    byte[] written() {
        return written.toByteArray();
    }
}
