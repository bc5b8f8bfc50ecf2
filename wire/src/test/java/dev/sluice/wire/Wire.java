package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Raw messages as texts, one char a byte, arriving whole or in parts. */
final class Wire {
    /** Blames nobody in particular, and says which of the three it was. */
    static final Faults FAULTS = new Faults() {
        @Override
        public Failure malformed(String detail) {
            return new Failure.UpstreamBroken("malformed: " + detail, Sent.ALL);
        }

        @Override
        public Failure truncated() {
            return new Failure.UpstreamBroken("truncated", Sent.ALL);
        }

        @Override
        public Failure failed(IOException cause) {
            return new Failure.UpstreamBroken("failed: " + cause.getMessage(), Sent.ALL);
        }
    };

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Everything in as few reads as the reader's buffer allows. */
    static WireInput whole(String raw) {
        return inParts(raw, raw.length());
    }

    /** At most so many bytes a read. */
    static WireInput inParts(String raw, int most) {
        byte[] bytes = bytes(raw);
        int[] position = {0};
        return new WireInput((buffer, offset, length) -> {
            int count = Math.min(Math.min(length, most), bytes.length - position[0]);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(bytes, position[0], buffer, offset, count);
            position[0] += count;
            return count;
        });
    }

    /** Two reads: the bytes before an index, then the rest. */
    static WireInput splitAt(String raw, int index) {
        WireInput head = inParts(raw.substring(0, index), raw.length());
        WireInput rest = inParts(raw.substring(index), raw.length());
        return new WireInput((buffer, offset, length) -> {
            int count = head.read(buffer, offset, length);
            return count >= 0 ? count : rest.read(buffer, offset, length);
        });
    }

    static Optional<RequestHead> request(WireInput input) {
        try {
            return new HeadReader(input, MessageLimits.DEFAULT).readRequest();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static RequestHead request(String raw) {
        return request(whole(raw)).orElseThrow();
    }

    static Optional<ResponseHead> response(WireInput input) {
        try {
            return new HeadReader(input, MessageLimits.DEFAULT).readResponse();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ResponseHead response(String raw) {
        return response(whole(raw)).orElseThrow();
    }

    static WireBody chunked(String raw) {
        return body(Framing.CHUNKED, whole(raw));
    }

    static WireBody body(Framing framing, WireInput input) {
        return WireBody.of(framing, input, MessageLimits.DEFAULT, FAULTS, () -> {});
    }

    /** Reads a body to its end. */
    static String read(Body body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[777];
        for (int count = body.read(buffer, 0, buffer.length); count >= 0; count = body.read(buffer, 0, buffer.length)) {
            content.write(buffer, 0, count);
        }
        return text(content.toByteArray());
    }

    /** Everything that is left in an input. */
    static String rest(WireInput input) {
        return read(body(Framing.UNTIL_CLOSE, input));
    }
}
