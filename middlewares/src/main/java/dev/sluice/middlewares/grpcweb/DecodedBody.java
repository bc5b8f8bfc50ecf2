package dev.sluice.middlewares.grpcweb;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import dev.sluice.core.WrappedBody;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes of a body in base64, which may have padding after each four characters, as several texts may follow one another. A
 * text that is none fails as a mistake of the client's, 400. One reader at a time.
 */
final class DecodedBody implements WrappedBody {
    private static final int QUANTUM = 4;
    private static final int PART = 8 * 1024;

    private final Body body;
    private final byte[] part = new byte[PART];
    private int held;
    private Body decoded = Body.empty();

    DecodedBody(Body body) {
        this.body = body;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public long length() {
        return body.length() == 0 ? 0 : UNKNOWN;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = decoded.read(buffer, offset, length);
        while (count < 0) {
            int read = body.read(part, held, part.length - held);
            if (read < 0) {
                if (held > 0) {
                    throw malformed("its base64 ends within four characters");
                }
                return -1;
            }
            held += read;
            decode();
            count = decoded.read(buffer, offset, length);
        }
        return count;
    }

    /** Decodes all groups of four characters that are whole. */
    private void decode() {
        int whole = held - held % QUANTUM;
        byte[] bytes = new byte[whole / QUANTUM * 3];
        int size = 0;
        int start = 0;
        while (start < whole) {
            int end = endOfText(start, whole);
            size += decode(Arrays.copyOfRange(part, start, end), bytes, size);
            start = end;
        }
        System.arraycopy(part, whole, part, 0, held - whole);
        held -= whole;
        decoded = Body.of(Arrays.copyOf(bytes, size));
    }

    /** Behind the first group that ends with padding. */
    private int endOfText(int start, int whole) {
        for (int end = start + QUANTUM; end < whole; end += QUANTUM) {
            if (part[end - 1] == '=') {
                return end;
            }
        }
        return whole;
    }

    private static int decode(byte[] text, byte[] target, int offset) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            System.arraycopy(bytes, 0, target, offset, bytes.length);
            return bytes.length;
        } catch (IllegalArgumentException none) {
            throw malformed("its body is not base64: " + none.getMessage());
        }
    }

    private static TransferException malformed(String detail) {
        return new TransferException(new Failure.ClientBroken(Status.BAD_REQUEST_400, detail));
    }

    @Override
    public int available() {
        return decoded.available() > 0 ? decoded.available() : 0;
    }
}
