package dev.sluice.wire.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.MessageLimits;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 7541, and the limits. */
class HeadDecoderTest {
    private final HeadDecoder decoder = new HeadDecoder(MessageLimits.DEFAULT);

    private DecodedHead decode(String hex) throws Http2ConnectionException {
        return Blocks.decode(decoder, Blocks.hex(hex));
    }

    private static byte[] request(String... more) {
        byte[] pseudo = Blocks.hex("82 87 84 41 0161");
        byte[] fields = Blocks.literals(more);
        byte[] all = Arrays.copyOf(pseudo, pseudo.length + fields.length);
        System.arraycopy(fields, 0, all, pseudo.length, fields.length);
        return all;
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "80, §6.1: number 0",
        "be, §2.3.3: beyond both tables",
        "7f8001 0161, §2.3.3: a name beyond both tables",
        "ff, §5.1: no end of the number",
        "ffffffffff, §5.1: no end of a long number",
        "ffffffffff0f, §5.1: too large a number",
        "ff8080808080808000, §5.1: too many octets",
        "40, §6.2.1: no name",
        "400161, §6.2.1: no value",
        "40016102 61, §5.2: a string longer than the block",
        "00 81ff 0161, §5.2: padding of more than seven bits",
        "00 831c7fff 0161, §5.2: padding of more than seven bits behind a symbol",
        "00 811e 0161, §5.2: padding not of ones",
        "00 821c78 0161, §5.2: padding not of ones at all",
        "00 84ffffffff 0161, §5.2: EOS",
        "00 84fffffffc 0161, §5.2: EOS to the last bit",
        "3fe21f, §6.3: a table of 4097 bytes",
        "8220, §4.2: a change of size behind a field",
        "4001610162 3fe10f, §4.2: a change of size behind a literal"
    })
    void refusesWhatIsNoBlock(String hex, String rule) {
        assertThatThrownBy(() -> decode(hex))
                .as(rule)
                .isInstanceOfSatisfying(
                        Http2ConnectionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR));
    }

    /** RFC 7541 §5.2: seven bits of padding at most, and none. */
    @ParameterizedTest
    @CsvSource({"811f, a", "8218ff, aa", "821c7f, ab", "8518c6318c63, aaaaaaaa", "8418c631ff, aaaaa", "8318c7f1, aaa&"})
    void readsPaddingOfOnes(String string, String value) throws Http2ConnectionException {
        assertThat(decode("00 0178" + string).trailers()).isEqualTo(Fields.of("x", value));
    }

    /** RFC 7541 §4.2, §4.3: several changes of size at the begin of a block. */
    @Test
    void forgetsFieldsWhenTheTableShrinks() throws Http2ConnectionException {
        decode("4001610162");
        assertThat(decode("be").trailers()).isEqualTo(Fields.of("a", "b"));
        decode("20 3fe11f");
        assertThatThrownBy(() -> decode("be")).isInstanceOf(Http2ConnectionException.class);
    }

    /** RFC 7541 §4.4. */
    @Test
    void aFieldLargerThanTheTableEmptiesIt() throws Http2ConnectionException {
        decode("4001610162");
        byte[] large = Blocks.literals("b", "x".repeat(5_000));
        large[0] = 0x40;
        assertThat(Blocks.decode(decoder, large).trailers().valueLength(0)).isEqualTo(5_000);
        assertThatThrownBy(() -> decode("be")).isInstanceOf(Http2ConnectionException.class);
    }

    /** RFC 7541 §4.4: the name of a new field may be that of the one that it drives out. */
    @Test
    void aNameMayBeOfAFieldThatIsEvicted() throws Http2ConnectionException {
        decode("3f06 40 0161 0162"); // room for one field of 37 bytes
        assertThat(decode("7e 0163").trailers()).isEqualTo(Fields.of("a", "c"));
        assertThat(decode("be").trailers()).isEqualTo(Fields.of("a", "c"));
        assertThatThrownBy(() -> decode("bf")).isInstanceOf(Http2ConnectionException.class);
    }

    /** Literals that are sent again and again are fields of their own in the table, and another value is another field. */
    @Test
    void theSameLiteralsMayComeAgainAndAgain() throws Http2ConnectionException {
        String server = "76 03616263"; // number 54 in the static table
        for (int i = 0; i < 3; i++) {
            assertThat(decode(server + "5c 8265bf").trailers())
                    .isEqualTo(Fields.of("server", "abc", "content-length", "35"));
        }
        assertThat(decode("be bf c0 c1 c2 c3").trailers())
                .isEqualTo(Fields.of(
                        "content-length",
                        "35",
                        "server",
                        "abc",
                        "content-length",
                        "35",
                        "server",
                        "abc",
                        "content-length",
                        "35",
                        "server",
                        "abc"));
        assertThat(decode("76 0461626364" + server).trailers()).isEqualTo(Fields.of("server", "abcd", "server", "abc"));
        assertThat(decode(server + "76 82 1c64").trailers().value(1)).isEqualTo("abc");
        assertThat(decode("76 026162 56 026162").trailers()).isEqualTo(Fields.of("server", "ab", "allow", "ab"));
    }

    /** A literal that is cut off is none, whatever came before. */
    @Test
    void aLiteralThatBeginsAsTheLastOneIsRead() throws Http2ConnectionException {
        decode("76 03616263");
        assertThatThrownBy(() -> decode("76 036162")).isInstanceOf(Http2ConnectionException.class);
    }

    @Test
    void aValueThatNoFieldMayHaveIsNoneAgain() throws Http2ConnectionException {
        for (int i = 0; i < 3; i++) {
            DecodedHead head = decode("76 03610a62");
            assertThatThrownBy(head::trailers).isInstanceOf(MalformedException.class);
        }
    }

    /** RFC 7541 §2.3.2: more fields than the table has slots. */
    @Test
    void keepsTheNewestFields() throws Http2ConnectionException {
        for (int i = 0; i < 1_000; i++) {
            decode("40 02%04x 00".formatted('a' * 256 + 'a' + i % 26));
        }
        // 4096 / 34 = 120 fields
        assertThat(decode("be").trailers().name(0)).isEqualTo("a" + (char) ('a' + 999 % 26));
        assertThat(decode("f5").trailers().name(0)).isEqualTo("a" + (char) ('a' + (999 - 55) % 26));
        assertThat(decode("ff36").trailers().name(0)).isEqualTo("a" + (char) ('a' + (999 - 119) % 26));
        assertThatThrownBy(() -> decode("ff37")).isInstanceOf(Http2ConnectionException.class);
    }

    @Test
    void namesAndValuesAreOneBlockOfLines() throws Http2ConnectionException {
        Fields fields = Blocks.decode(decoder, request("a", "b", "cookie", "c", "cookie", "d"))
                .request(false)
                .fields();
        byte[] written = new byte[fields.wireLength()];
        assertThat(fields.writeTo(written, 0)).isEqualTo(written.length);
        assertThat(new String(written, StandardCharsets.ISO_8859_1)).isEqualTo("host: a\r\na: b\r\ncookie: c; d\r\n");
    }

    // --- limits

    private static final MessageLimits NARROW = new MessageLimits(64, 200, 4, 100);

    /** RFC 9113 §10.5.1: name, value and 32 bytes each. */
    @Test
    void aListBeyondTheLimitIsTooLarge() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(NARROW);
        // :method GET 42, :scheme https 44, :path / 38, :authority a 43
        assertThat(Blocks.decode(narrow, request("x", "")).tooLarge()).isFalse();
        assertThat(Blocks.decode(narrow, request("x", "y")).tooLarge()).isTrue();
    }

    @Test
    void linesBeyondTheLimitAreTooLarge() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(new MessageLimits(64, 10_000, 4, 100));
        assertThat(Blocks.decode(narrow, request("a", "", "b", "", "c", "")).tooLarge())
                .isFalse();
        DecodedHead large = Blocks.decode(narrow, request("a", "", "b", "", "c", "", "d", ""));
        assertThat(large.tooLarge()).isTrue();
        assertThat(large.request(false).fields()).isEqualTo(Fields.EMPTY);
    }

    /** RFC 9113 §10.5.1: its fields go into the table all the same, so that the next head is understood. */
    @Test
    void keepsItsTableWhenAHeadIsTooLarge() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(NARROW);
        byte[] large = Blocks.literals("x", "y".repeat(300));
        byte[] both = Arrays.copyOf(large, large.length + 5);
        System.arraycopy(Blocks.hex("4001610162"), 0, both, large.length, 5);
        assertThat(Blocks.decode(narrow, both).tooLarge()).isTrue();
        assertThat(Blocks.decode(narrow, Blocks.hex("be")).trailers()).isEqualTo(Fields.of("a", "b"));
    }

    @Test
    void tellsWhatIsKnownOfARequestThatIsTooLarge() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(NARROW);
        DecodedHead large = Blocks.decode(narrow, request("x", "y".repeat(300)));
        assertThat(large.tooLarge()).isTrue();
        assertThat(large.request(false).method()).isEqualTo("GET");
        assertThat(large.request(false).target()).isEqualTo("/");
        assertThatThrownBy(large::trailers).isInstanceOf(MalformedException.class);
        assertThatThrownBy(large::response).isInstanceOf(MalformedException.class);
    }

    /** A field of 4 KiB that is named again and again by one byte each. */
    @Test
    void endsTheConnectionOfABomb() throws Http2ConnectionException {
        byte[] field = Blocks.literals("a", "x".repeat(4_000));
        field[0] = 0x40;
        Blocks.decode(decoder, field);
        byte[] bomb = new byte[17];
        Arrays.fill(bomb, 0, 16, (byte) 0xbe);
        bomb[16] = (byte) 0x80; // never reached
        assertThat(Blocks.decode(decoder, Arrays.copyOf(bomb, 16)).tooLarge()).isTrue();
        Arrays.fill(bomb, (byte) 0xbe);
        assertThatThrownBy(() -> Blocks.decode(decoder, bomb))
                .isInstanceOfSatisfying(
                        Http2ConnectionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM));
    }

    @Test
    void endsTheConnectionOfAStringBeyondAnyHead() {
        byte[] block = Blocks.literals("a", "x".repeat(70_000));
        assertThatThrownBy(() -> Blocks.decode(decoder, block))
                .isInstanceOfSatisfying(
                        Http2ConnectionException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM));
    }

    /** A path may be as long as in HTTP/1.1. */
    @Test
    void refusesAPathLongerThanALine() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(new MessageLimits(64, 10_000, 4, 100));
        byte[] block = Blocks.literals(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/".repeat(65));
        assertThatThrownBy(() -> Blocks.decode(narrow, block).request(false))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(414));
    }

    @Test
    void refusesTrailersLongerThanInHttp1() throws Http2ConnectionException {
        HeadDecoder narrow = new HeadDecoder(new MessageLimits(64, 10_000, 4, 100));
        DecodedHead fits = Blocks.decode(narrow, Blocks.literals("a", "x".repeat(95)));
        assertThat(fits.trailers().size()).isEqualTo(1);
        DecodedHead longer = Blocks.decode(narrow, Blocks.literals("a", "x".repeat(96)));
        assertThatThrownBy(longer::trailers).isInstanceOf(MalformedException.class);
    }
}
