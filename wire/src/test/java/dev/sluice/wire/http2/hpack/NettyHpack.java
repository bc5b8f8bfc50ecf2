package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Netty's HPACK, for one connection; names and values are not checked by it. */
final class NettyHpack {
    /** Longer strings are put into the Huffman code. */
    private static final int UNCODED = 3;

    private static final int TABLE_HINT = 16;

    private final DefaultHttp2HeadersEncoder encoder =
            new DefaultHttp2HeadersEncoder((name, value) -> name.length() == 7, true, TABLE_HINT, UNCODED);
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1L << 30);

    /** A block with its dynamic table, which has each field but those with a name of seven letters. */
    byte[] encode(Fields fields) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.size(); i++) {
            headers.add(ascii(fields.name(i)), ascii(fields.value(i)));
        }
        return encode(headers);
    }

    /** A block of names and values in turn, pseudo-fields first. */
    byte[] encode(String... namesAndValues) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(ascii(namesAndValues[i]), ascii(namesAndValues[i + 1]));
        }
        return encode(headers);
    }

    byte[] encode(Http2Headers headers) throws Http2Exception {
        ByteBuf buffer = Unpooled.buffer();
        encoder.encodeHeaders(3, headers, buffer);
        byte[] block = new byte[buffer.readableBytes()];
        buffer.readBytes(block);
        return block;
    }

    static AsciiString ascii(String text) {
        return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The names and values of a block, pseudo-fields too. */
    List<Map.Entry<String, String>> decode(byte[] block) throws Http2Exception {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : decoder.decodeHeaders(3, Unpooled.wrappedBuffer(block))) {
            fields.add(Map.entry(field.getKey().toString(), field.getValue().toString()));
        }
        return fields;
    }
}
