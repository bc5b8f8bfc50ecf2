package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7541 appendix C, byte for byte. */
class Rfc7541ExamplesTest {
    private final HeadDecoder decoder = new HeadDecoder(MessageLimits.DEFAULT);

    private DecodedHead decode(String hex) throws Http2ConnectionException {
        return Blocks.decode(decoder, Blocks.hex(hex));
    }

    @Test
    void c1Numbers() throws Http2ConnectionException {
        assertThat(decode("2a").trailers()).isEqualTo(Fields.EMPTY); // 10
        assertThat(decode("3f9a0a").trailers()).isEqualTo(Fields.EMPTY); // 1337
    }

    @Test
    void c21LiteralWithIndexing() throws Http2ConnectionException {
        Fields expected = Fields.of("custom-key", "custom-header");
        assertThat(decode("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572")
                        .trailers())
                .isEqualTo(expected);
        assertThat(decode("be").trailers()).isEqualTo(expected);
    }

    @Test
    void c22LiteralWithoutIndexing() throws Http2ConnectionException {
        assertThat(decode("8286 4101 61 040c 2f73 616d 706c 652f 7061 7468")
                        .request(false)
                        .target())
                .isEqualTo("/sample/path");
    }

    @Test
    void c23LiteralNeverIndexed() throws Http2ConnectionException {
        assertThat(decode("1008 7061 7373 776f 7264 0673 6563 7265 74").trailers())
                .isEqualTo(Fields.of("password", "secret"));
    }

    @Test
    void c24Indexed() throws Http2ConnectionException {
        assertThat(decode("82 86 84 410161").request(false).method()).isEqualTo("GET");
    }

    @Test
    void c3RequestsWithoutHuffman() throws Http2ConnectionException {
        requests(
                "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                "8286 84be 5808 6e6f 2d63 6163 6865",
                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65");
    }

    @Test
    void c4RequestsWithHuffman() throws Http2ConnectionException {
        requests(
                "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
                "8286 84be 5886 a8eb 1064 9cbf",
                "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf");
    }

    private void requests(String first, String second, String third) throws Http2ConnectionException {
        assertThat(decode(first).request(false)).isEqualTo(get("/", Fields.of("host", "www.example.com")));
        assertThat(decode(second).request(false))
                .isEqualTo(get("/", Fields.of("host", "www.example.com", "cache-control", "no-cache")));
        assertThat(decode(third).request(false))
                .isEqualTo(get("/index.html", Fields.of("host", "www.example.com", "custom-key", "custom-value")));
    }

    private static RequestHead get(String target, Fields fields) {
        return new RequestHead("GET", target, RequestHead.Version.HTTP_2, fields);
    }

    @Test
    void c5ResponsesWithoutHuffman() throws Http2ConnectionException {
        responses("""
                4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32
                3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d""", "4803 3330 37c1 c0bf", """
                88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970
                7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61
                6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31""");
    }

    @Test
    void c6ResponsesWithHuffman() throws Http2ConnectionException {
        responses("""
                4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad
                1718 63c7 8f0b 97c8 e9ae 82ae 43d3""", "4883 640e ffc1 c0bf", """
                88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2
                e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07""");
    }

    /** With a table of 256 bytes, so that fields are evicted. */
    private void responses(String first, String second, String third) throws Http2ConnectionException {
        String date = "Mon, 21 Oct 2013 20:13:21 GMT";
        Fields redirected = Fields.of("cache-control", "private", "date", date, "location", "https://www.example.com");
        assertResponse("3fe101" + first, 302, redirected);
        assertResponse(second, 307, redirected);
        assertResponse(
                third,
                200,
                Fields.of(
                        "cache-control",
                        "private",
                        "date",
                        "Mon, 21 Oct 2013 20:13:22 GMT",
                        "location",
                        "https://www.example.com",
                        "content-encoding",
                        "gzip",
                        "set-cookie",
                        "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"));
        assertThat(decode("88 be bf c0").response().fields()) // the three that the table holds now
                .isEqualTo(Fields.of(
                        "set-cookie",
                        "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
                        "content-encoding",
                        "gzip",
                        "date",
                        "Mon, 21 Oct 2013 20:13:22 GMT"));
    }

    private void assertResponse(String hex, int status, Fields fields) throws Http2ConnectionException {
        ResponseHead head = decode(hex).response();
        assertThat(head.status().code()).isEqualTo(status);
        assertThat(head.fields()).isEqualTo(fields);
    }

    /** Appendix A, at its begin, its end and between. */
    @ParameterizedTest
    @CsvSource({
        "8f, accept-charset, ''",
        "90, accept-encoding, 'gzip, deflate'",
        "9f, content-type, ''",
        "b6, server, ''",
        "bd, www-authenticate, ''"
    })
    void appendixA(String hex, String name, String value) throws Http2ConnectionException {
        assertThat(decode(hex).trailers()).isEqualTo(Fields.of(name, value));
    }
}
