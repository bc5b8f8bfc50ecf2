package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.FrameBuffer;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import io.helidon.http.Status;
import java.util.HexFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Heads of HTTP/2 from blocks and to blocks (RFC 7541): a browser's navigation with 20 fields, and a call of gRPC with nine.
 * In the package of what it measures, which is nobody else's.
 */
@State(Scope.Benchmark)
public class HpackBenchmark {
    /** The first head of a connection: strings in the Huffman code, put into the table. */
    private static final byte[] BROWSER_FIRST = bytes("""
            82418c44e7ad72f91d35d055c87a7f874498608348e83cd6958324b4a3fcac7316017c20f6260aec310b5887a47e
            561cc5801f40874148b1275ad1ffa3fe6f4f61e935b4ff3f7de0fe42d3dfcfd29fce93a5887fbbb60ea93f9fbef0
            7f226bf9408b4148b1275ad1ad49e3350582ff01408d4148b1275ad1ad5d034ca7b29f87fe739aab7cff3f4092b6
            b9ac1c8558d520a4b6c2ad617b5a54251f810f7aced07f66a281b0dae053fafc087ed4ce6aadf2a7979c89c6bfb5
            21aeba0bc8b1e632586d975765c53facd8f7e8cff4a506ea5531149d4ffda97a7b0f49580b4f2e05c0b814dc3947
            61986d975765cf53c0497ca589d34d1f43aeba0c41a4c7a98f33a69a3fdf9a68fa1d75d0620d263d4c79a68fbed0
            0177fe8d48e62b03ee697e8d48e62b1e0b1d7f5f2c7cfdf6800bbd408a4148b4a549275906497f8840e92ac7b0d3
            1aaf408a4148b4a549275a93c85f86a87dcd30d25f408a4148b4a549275ad416cf82ff03408a4148b4a549275a42
            a13f8690e4b692d49f73989d29ad171861139eb5cbe474d7415721e9608348e83cd69750929bd9abfa5242cb40d2
            5fa523b3e94f684c9f51932d4b62bbf45abefb4005dffa90bf7da002ef7f60ad4150831ea8052b8408c11bf23c56
            9d9591b71848091f2bd2ba37236fed44ce5a4b0483b3afda843d482d49803f4086aec31ec327d785b6007d286f
            """);

    /** The same head again: a number for each field. */
    private static final byte[] BROWSER_AGAIN = bytes("82cf87cecdcccbcac9c8c7c6c5c4c3c2c1c0bfbe");

    private static final byte[] CALL_FIRST = bytes("""
            8386449361139eb5fb857bc348e83cd6958c454e44969f418b20d23a0f35a5b8d800d87f4082497f864d833505b1
            1f5f8b1d75d0620d263d4c4d65647a909acac8b741f71ad51529f4c05779b5c3408e9acac8b0c842d6958b510f21
            aa9b839bd9ab40899acac8b24d494f6a7f837df7a9
            """);

    private static final byte[] CALL_AGAIN = bytes("8386c4c3c2c1c0bfbe");

    /** A browser's name for itself, 101 octets. */
    private static final byte[] CODED = bytes("""
            d07f66a281b0dae053fafc087ed4ce6aadf2a7979c89c6bfb521aeba0bc8b1e632586d975765c53facd8f7e8cff4
            a506ea5531149d4ffda97a7b0f49580b4f2e05c0b814dc394761986d975765cf
            """);

    private final HeadDecoder browser = primed(BROWSER_FIRST);
    private final HeadDecoder call = primed(CALL_FIRST);
    private final byte[] text = new byte[Huffman.longest(CODED.length)];
    private final FrameBuffer block = new FrameBuffer(new BufferPool());
    private final Http2Request request = sent(BROWSER_FIRST);
    private final Http2Request calling = sent(CALL_FIRST);
    private final Fields response = Fields.of(
            "Date", "Sun, 29 Nov 2026 10:00:00 GMT",
            "Content-Type", "text/html; charset=utf-8",
            "Content-Length", "12345",
            "Cache-Control", "max-age=3600",
            "ETag", "\"5d8c72a5edda8\"",
            "Vary", "Accept-Encoding",
            "Strict-Transport-Security", "max-age=31536000",
            "X-Request-Id", "0b1c2d3e4f5a69788796a5b4c3d2e1f0");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    private static HeadDecoder primed(byte[] first) {
        HeadDecoder decoder = new HeadDecoder(MessageLimits.DEFAULT);
        decoded(decoder, first);
        return decoder;
    }

    private static RequestHead decoded(HeadDecoder decoder, byte[] block) {
        try {
            return decoder.decode(block, 0, block.length).request(true);
        } catch (Http2ConnectionException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static Http2Request sent(byte[] received) {
        RequestHead head = decoded(new HeadDecoder(MessageLimits.DEFAULT), received);
        String authority = head.fields().first("Host").orElseThrow();
        return new Http2Request(head.method(), "https", authority, head.target(), "", head.fields());
    }

    /**
     * Decodes a browser's first head of a connection, with the table that it begins.
     *
     * @return the head
     */
    @Benchmark
    public RequestHead decodeFirstOfBrowser() {
        return decoded(new HeadDecoder(MessageLimits.DEFAULT), BROWSER_FIRST);
    }

    /**
     * Decodes a browser's head that the table has as a whole.
     *
     * @return the head
     */
    @Benchmark
    public RequestHead decodeAgainOfBrowser() {
        return decoded(browser, BROWSER_AGAIN);
    }

    /**
     * Decodes the head of the first call of a connection.
     *
     * @return the head
     */
    @Benchmark
    public RequestHead decodeFirstCall() {
        return decoded(new HeadDecoder(MessageLimits.DEFAULT), CALL_FIRST);
    }

    /**
     * Decodes the head of another call.
     *
     * @return the head
     */
    @Benchmark
    public RequestHead decodeCallAgain() {
        return decoded(call, CALL_AGAIN);
    }

    /**
     * Encodes a browser's head, for an upstream.
     *
     * @return its length
     */
    @Benchmark
    public int encodeOfBrowser() {
        block.clear();
        HeadEncoder.request(request, block);
        return block.length();
    }

    /**
     * Encodes the head of a call, for an upstream.
     *
     * @return its length
     */
    @Benchmark
    public int encodeCall() {
        block.clear();
        HeadEncoder.request(calling, block);
        return block.length();
    }

    /**
     * Encodes the head of a response with eight fields, for a client.
     *
     * @return its length
     */
    @Benchmark
    public int encodeResponse() {
        block.clear();
        HeadEncoder.response(Status.OK_200, response, block);
        return block.length();
    }

    /**
     * Decodes a string of 101 octets in the Huffman code.
     *
     * @return where it ends
     */
    @Benchmark
    public int huffman() {
        return Huffman.decode(CODED, 0, CODED.length, text, 0);
    }
}
