package dev.sluice.middlewares.grpcweb;

import dev.sluice.core.Body;
import dev.sluice.core.WrappedBody;
import java.util.Arrays;
import java.util.Base64;

/**
 * A body in base64. What is read at once is encoded at once, padding included, so that no message waits for the next one: clients
 * read concatenated base64 (PROTOCOL-WEB of gRPC, "text-encoded streams"). One reader at a time.
 */
final class EncodedBody implements WrappedBody {
    private static final int PART = 6 * 1024;

    private final Body body;
    private final byte[] part = new byte[PART];
    private Body encoded = Body.empty();

    EncodedBody(Body body) {
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
        int count = encoded.read(buffer, offset, length);
        if (count >= 0) {
            return count;
        }
        int raw = body.read(part, 0, part.length);
        if (raw < 0) {
            return -1;
        }
        encoded = Body.of(Base64.getEncoder().encode(Arrays.copyOf(part, raw)));
        return encoded.read(buffer, offset, length);
    }

    @Override
    public int available() {
        int left = encoded.available();
        return left > 0 ? left : body.available();
    }
}
