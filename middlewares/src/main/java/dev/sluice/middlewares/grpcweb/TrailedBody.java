package dev.sluice.middlewares.grpcweb;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.WrappedBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The messages of a body, and after them its trailers as one more: a byte with the highest bit set, four bytes of length, and the
 * fields as HTTP/1.1 writes them, names in lower case (PROTOCOL-WEB of gRPC, "Message framing"). One reader at a time.
 */
final class TrailedBody implements WrappedBody {
    private static final byte TRAILERS = (byte) 0x80;
    private static final int PREFIX = 5;

    private final Body body;
    private Body last = Body.empty();
    private boolean ended;

    TrailedBody(Body body) {
        this.body = body;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public long length() {
        return UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (!ended) {
            int count = body.read(buffer, offset, length);
            if (count >= 0) {
                return count;
            }
            last = Body.of(frame(body.trailers()));
            ended = true;
        }
        return last.read(buffer, offset, length);
    }

    /** After the last message there are always trailers to read. */
    @Override
    public int available() {
        if (ended) {
            return last.available();
        }
        int known = body.available();
        return known < 0 ? PREFIX : known;
    }

    private static byte[] frame(Fields trailers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < trailers.size(); i++) {
            text.append(trailers.name(i).toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(trailers.value(i))
                    .append("\r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(PREFIX + bytes.length)
                .put(TRAILERS)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
