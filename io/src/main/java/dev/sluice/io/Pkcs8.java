package dev.sluice.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Private keys of older forms in the one that the JDK reads, PKCS #8 (RFC 5208 §5): a sequence of a version, an algorithm
 * with its parameters, and the older form. All of them are DER (X.690 §8).
 */
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    /** The parameters within a key of SEC 1. */
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION_0 = {2, 1, 0};
    /** 1.2.840.113549.1.1.1, rsaEncryption (RFC 8017 §A.1), whose parameters are null. */
    private static final byte[] RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};
    /** 1.2.840.10045.2.1, id-ecPublicKey (RFC 5480 §2.1.1), whose parameters are the curve. */
    private static final byte[] CURVE = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private Pkcs8() {}

    /** Of a key of PKCS #1 (RFC 8017 §A.1.2). */
    static byte[] ofRsa(byte[] key) {
        return of(RSA, key);
    }

    /**
     * Of a key of SEC 1 (RFC 5915 §3).
     *
     * @throws IllegalArgumentException if it is none, or does not name its curve
     */
    static byte[] ofCurve(byte[] key) {
        ByteBuffer fields = open(ByteBuffer.wrap(key), SEQUENCE);
        while (fields.hasRemaining()) {
            int tag = fields.get(fields.position()) & 0xff;
            ByteBuffer content = open(fields, tag);
            if (tag == PARAMETERS) {
                byte[] curve = new byte[content.remaining()];
                content.get(curve);
                return of(join(CURVE, curve), key);
            }
        }
        throw new IllegalArgumentException("it does not name its curve");
    }

    private static byte[] of(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    /** The content of the next element, which is skipped. */
    private static ByteBuffer open(ByteBuffer from, int tag) {
        if (from.remaining() < 2 || (from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("it is no DER");
        }
        int length = from.get() & 0xff;
        if (length >= 0x80) {
            int digits = length & 0x7f;
            length = 0;
            for (int i = 0; i < digits && from.hasRemaining(); i++) {
                length = (length << 8) | (from.get() & 0xff);
            }
        }
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("it is cut off");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    /** Lengths below 64 KiB, which no key reaches. */
    private static byte[] element(int tag, byte[] content) {
        int length = content.length;
        if (length < 0x80) {
            return join(new byte[] {(byte) tag, (byte) length}, content);
        }
        byte[] head = length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
