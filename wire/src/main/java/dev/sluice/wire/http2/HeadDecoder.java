package dev.sluice.wire.http2;

import dev.sluice.core.MessageLimits;

/**
 * Decodes the blocks of fields of one connection, in their order, and keeps the table that they share (RFC 7541). For the
 * thread that reads.
 */
final class HeadDecoder {
    /**
     * With an empty table of at most 4 096 bytes.
     *
     * @param limits of each block, decoded: {@code head} bytes and {@code fields} lines
     */
    HeadDecoder(MessageLimits limits) {
        throw new UnsupportedOperationException(limits.toString());
    }

    /**
     * Decodes a whole block.
     *
     * @param block holds it
     * @param offset index of its first byte
     * @param length its length
     * @return what it says; checked when it is asked for
     * @throws Http2ConnectionException COMPRESSION_ERROR if it is malformed, ENHANCE_YOUR_CALM if it is far beyond the
     *     limits when decoded
     */
    DecodedHead decode(byte[] block, int offset, int length) throws Http2ConnectionException {
        throw new UnsupportedOperationException();
    }
}
