package dev.sluice.wire.http2;

import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Frames;
import dev.sluice.wire.http2.hpack.Blocks;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Frames as a peer may send them, some of them damaged; always the same ones for the same seed. */
final class FrameFuzz {
    private static final int FRAMES = 25;
    private static final byte[] NONE = {};

    private final BufferPool pool = new BufferPool();
    private final Random random;
    private final boolean toServer;
    private int begun;

    FrameFuzz(Random random, boolean toServer) {
        this.random = random;
        this.toServer = toServer;
    }

    /** All that a peer says on a connection, its preface included. */
    byte[] connection() {
        FrameBuffer to = new FrameBuffer(pool);
        begun = toServer ? -1 : 1;
        if (toServer) {
            byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            to.put(preface, 0, preface.length);
        }
        Frames.header(to, 0, Frames.SETTINGS, 0, 0);
        boolean damaged = random.nextBoolean();
        for (int i = 0; i < FRAMES; i++) {
            int start = to.length();
            if (begun < 0) {
                head(to);
            } else {
                frame(to);
            }
            if (damaged && random.nextInt(8) == 0) {
                damage(to, start);
            }
        }
        byte[] all = Blocks.bytes(to);
        to.release();
        return all;
    }

    private int stream() {
        return random.nextInt(200) == 0 ? random.nextInt(8) : Math.max(1, begun - 2 * random.nextInt(3));
    }

    private void frame(FrameBuffer to) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> head(to);
            case 3, 4, 5 -> data(to);
            case 6 -> Frames.windowUpdate(to, random.nextBoolean() ? 0 : stream(), 1 + random.nextInt(70_000));
            case 7 -> Frames.reset(to, stream(), ErrorCode.of(random.nextInt(14)));
            case 8 -> Frames.ping(to, random.nextBoolean(), new byte[8], 0);
            case 9 -> settings(to);
            case 10 -> priority(to);
            case 11 -> trailers(to);
            case 12 -> unknown(to);
            default -> rare(to);
        }
    }

    private void head(FrameBuffer to) {
        FrameBuffer block = new FrameBuffer(pool);
        if (toServer) {
            begun += 2;
            block.put(Blocks.hex("828784 410161"), 0, 6);
            if (random.nextInt(4) == 0) {
                byte[] more = Blocks.literals("content-length", String.valueOf(random.nextInt(2_000)), "cookie", "a=b");
                more[0] = 0x40;
                block.put(more, 0, more.length);
            }
        } else {
            begun = Math.min(5, begun + 2 * random.nextInt(2));
            byte[] status = Blocks.literals(":status", random.nextInt(4) == 0 ? "103" : "200", "server", "x");
            block.put(status, 0, status.length);
        }
        boolean end = random.nextInt(3) == 0;
        if (random.nextInt(5) > 0) {
            Blocks.headers(to, toServer ? begun : stream(), block, end);
        } else {
            pieces(to, block, end);
        }
        block.release();
    }

    /** In a HEADERS frame and one or two of CONTINUATION. */
    private void pieces(FrameBuffer to, FrameBuffer block, boolean end) {
        int id = toServer ? begun : stream();
        int first = random.nextInt(block.length());
        Frames.header(to, first, Frames.HEADERS, end ? Frames.END_STREAM : 0, id);
        to.put(block.array(), 0, first);
        int rest = block.length() - first;
        Frames.header(to, rest, Frames.CONTINUATION, Frames.END_HEADERS, id);
        to.put(block.array(), first, rest);
    }

    private void data(FrameBuffer to) {
        boolean end = random.nextInt(6) == 0;
        int length = random.nextInt(10) == 0 ? random.nextInt(Frames.MAX_PAYLOAD) : random.nextInt(600);
        int padding = random.nextInt(4) == 0 ? random.nextInt(256) : -1;
        if (padding < 0) {
            Frames.data(to, stream(), new byte[length], 0, length, end);
            return;
        }
        int flags = Frames.PADDED | (end ? Frames.END_STREAM : 0);
        Frames.header(to, 1 + padding, Frames.DATA, flags, stream());
        to.put(random.nextInt(padding + 1));
        to.put(new byte[padding], 0, padding);
    }

    private void trailers(FrameBuffer to) {
        FrameBuffer block = new FrameBuffer(pool);
        byte[] fields = Blocks.literals("grpc-status", "0");
        block.put(fields, 0, fields.length);
        Blocks.headers(to, stream(), block, random.nextInt(4) > 0);
        block.release();
    }

    private void settings(FrameBuffer to) {
        if (random.nextBoolean()) {
            Frames.settingsAck(to);
            return;
        }
        Frames.header(to, 12, Frames.SETTINGS, 0, 0);
        Frames.setting(to, 3, 3 + random.nextInt(5));
        Frames.setting(to, random.nextBoolean() ? 4 : 100, random.nextInt(100_000));
    }

    private void priority(FrameBuffer to) {
        Frames.header(to, 5, Frames.PRIORITY, 0, stream());
        Frames.setting(to, 0, 0);
        to.length(to.length() - 1);
    }

    private void unknown(FrameBuffer to) {
        if (toServer && random.nextBoolean()) {
            byte[] update = {0, 0, 0, 1, 'u', '=', '1'};
            Frames.header(to, update.length, Frames.PRIORITY_UPDATE, 0, 0);
            to.put(update, 0, update.length);
        } else {
            Frames.header(to, 0, 0x20 + random.nextInt(200), random.nextInt(256), random.nextInt(5));
        }
    }

    private void rare(FrameBuffer to) {
        switch (random.nextInt(100)) {
            case 0 -> Frames.goAway(to, random.nextInt(9), ErrorCode.NO_ERROR);
            case 1 -> Frames.header(to, 0, Frames.PUSH_PROMISE, Frames.END_HEADERS, 1);
            case 2 -> Frames.header(to, 0, Frames.CONTINUATION, Frames.END_HEADERS, stream());
            default -> Frames.data(to, stream(), NONE, 0, 0, random.nextBoolean());
        }
    }

    /** Changes a frame that starts there: a bit, its length, type, flags or stream, or an octet of its payload. */
    private void damage(FrameBuffer to, int start) {
        byte[] bytes = to.array();
        int length = to.length() - start;
        switch (random.nextInt(6)) {
            case 0 -> bytes[start + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[start + 2] += (byte) (random.nextInt(3) - 1);
            case 2 -> bytes[start + 3] = (byte) random.nextInt(12);
            case 3 -> bytes[start + 4] = (byte) random.nextInt(256);
            case 4 -> bytes[start + 8] = (byte) random.nextInt(12);
            default -> bytes[start + Math.min(length - 1, 9 + random.nextInt(12))] = (byte) random.nextInt(256);
        }
    }
}
