package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import io.helidon.http.Status;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** What Netty and Jetty encode is decoded as it was, and the other way round: several heads in turn over one table each. */
class HpackPeersTest {
    private static final MessageLimits WIDE = new MessageLimits(1 << 16, 1 << 20, 1_000, 1 << 20);

    private final HeadDecoder decoder = new HeadDecoder(WIDE);
    private final NettyHpack netty = new NettyHpack();

    @Provide
    Arbitrary<List<Fields>> heads() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("accept", "user-agent", "x-a", "grpc-status", "set-cookie", "etag", "cache-control"),
                Arbitraries.strings()
                        .withChars("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~")
                        .ofMinLength(1)
                        .ofMaxLength(140)
                        .filter(name -> !isSpecial(name)));
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of("", "gzip, deflate", "0", "*/*"),
                Arbitraries.strings()
                        .withCharRange('!', '~')
                        .withCharRange('\u0080', '\u00ff')
                        .ofMaxLength(300),
                Arbitraries.strings().withChars("az09 ,=/").ofMaxLength(2_000).map(String::strip));
        Arbitrary<Fields> head = Combinators.combine(names, values)
                .as(Map::entry)
                .list()
                .ofMaxSize(12)
                .map(HpackPeersTest::fields);
        return head.list().ofMinSize(1).ofMaxSize(6);
    }

    private static boolean isSpecial(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return FieldRole.of(bytes, 0, bytes.length) != FieldRole.ORDINARY;
    }

    private static Fields fields(List<Map.Entry<String, String>> entries) {
        FieldsBuilder builder = Fields.builder();
        entries.forEach(entry -> builder.add(entry.getKey(), entry.getValue()));
        return builder.build();
    }

    @Property(tries = 300, seed = "42")
    void fieldsOfNettyAreDecoded(@ForAll("heads") List<Fields> heads) throws Http2Exception, Http2ConnectionException {
        for (Fields head : heads) {
            Fields decoded = Blocks.decode(decoder, netty.encode(head)).trailers();
            assertThat(decoded).isEqualTo(head);
            assertThat(decoded.wireLength()).isEqualTo(head.wireLength());
        }
    }

    @Property(tries = 300, seed = "42")
    void fieldsAreDecodedByNetty(@ForAll("heads") List<Fields> heads) throws Http2Exception {
        for (Fields head : heads) {
            FrameBuffer buffer = Blocks.buffer();
            HeadEncoder.trailers(head, buffer);
            assertThat(fields(netty.decode(Blocks.bytes(buffer)))).isEqualTo(head);
        }
    }

    @Property(tries = 200, seed = "42")
    void requestsOfNettyAreDecoded(@ForAll("heads") List<Fields> heads)
            throws Http2Exception, Http2ConnectionException {
        for (Fields head : heads) {
            DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
            headers.method("GET").scheme("https").authority("example.com:8443").path("/" + head.size());
            for (int i = 0; i < head.size(); i++) {
                headers.add(NettyHpack.ascii(head.name(i)), NettyHpack.ascii(head.value(i)));
            }
            RequestHead decoded = Blocks.decode(decoder, netty.encode(headers)).request(false);
            assertThat(decoded.target()).isEqualTo("/" + head.size());
            assertThat(decoded.fields().value(0)).isEqualTo("example.com:8443");
            assertThat(decoded.fields().without((all, i) -> i == 0)).isEqualTo(head);
        }
    }

    @Property(tries = 200, seed = "42")
    void messagesAreDecodedByNetty(@ForAll("heads") List<Fields> heads) throws Http2Exception {
        for (Fields head : heads) {
            FrameBuffer buffer = Blocks.buffer();
            HeadEncoder.request(new Http2Request("PUT", "http", "a", "/b?c", "", head), buffer);
            List<Map.Entry<String, String>> decoded = netty.decode(Blocks.bytes(buffer));
            assertThat(decoded.subList(0, 4))
                    .containsExactlyInAnyOrder(
                            Map.entry(":method", "PUT"),
                            Map.entry(":scheme", "http"),
                            Map.entry(":authority", "a"),
                            Map.entry(":path", "/b?c"));
            assertThat(fields(decoded.subList(4, decoded.size()))).isEqualTo(head);
            buffer.clear();
            HeadEncoder.response(Status.create(421), head, buffer);
            assertThat(netty.decode(Blocks.bytes(buffer)).getFirst()).isEqualTo(Map.entry(":status", "421"));
        }
    }

    @Property(tries = 300, seed = "42")
    void fieldsOfJettyAreDecoded(@ForAll("heads") List<Fields> heads) throws HpackException, Http2ConnectionException {
        HpackEncoder encoder = new HpackEncoder();
        encoder.setMaxTableCapacity(4096);
        encoder.setTableCapacity(4096);
        encoder.setMaxHeaderListSize(1 << 20);
        for (Fields head : heads) {
            HttpFields.Mutable fields = HttpFields.build();
            for (int i = 0; i < head.size(); i++) {
                fields.add(new HttpField(head.name(i), head.value(i)));
            }
            ByteBuffer block = ByteBuffer.allocate(1 << 18);
            encoder.encode(block, new MetaData(HttpVersion.HTTP_2, fields));
            block.flip();
            byte[] bytes = new byte[block.remaining()];
            block.get(bytes);
            assertThat(Blocks.decode(decoder, bytes).trailers()).isEqualTo(head);
        }
    }

    @Property(tries = 300, seed = "42")
    void fieldsAreDecodedByJetty(@ForAll("heads") List<Fields> heads) throws HpackException {
        HpackDecoder jetty = new HpackDecoder(1 << 20, () -> 0);
        for (Fields head : heads) {
            FrameBuffer buffer = Blocks.buffer();
            HeadEncoder.trailers(head, buffer);
            List<Map.Entry<String, String>> decoded = new ArrayList<>();
            jetty.decode(ByteBuffer.wrap(Blocks.bytes(buffer)))
                    .getHttpFields()
                    .forEach(field ->
                            decoded.add(Map.entry(field.getLowerCaseName(), String.valueOf(field.getValue()))));
            assertThat(fields(decoded)).isEqualTo(head);
        }
    }
}
