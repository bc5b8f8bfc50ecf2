package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.syntax.Tokens;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private final Fields fields = Fields.of(
            "Host", "example.com",
            "Accept", "text/html, text/plain",
            "accept", ", application/json,,",
            "X-Empty", "");

    @Test
    void findsNamesInAnyCase() { // RFC 9110 §5.1: field names are case-insensitive
        assertThat(fields.first("hOST")).contains("example.com");
        assertThat(fields.contains("ACCEPT")).isTrue();
        assertThat(fields.isNamed(3, "x-empty")).isTrue();
    }

    @Test
    void keepsOrderDuplicatesAndTheCaseOfNames() { // RFC 9110 §5.3: order within a name is significant
        assertThat(fields).hasToString("""
                Host: example.com
                Accept: text/html, text/plain
                accept: , application/json,,
                X-Empty:\s
                """);
        assertThat(fields.all("Accept")).containsExactly("text/html, text/plain", ", application/json,,");
        assertThat(fields.size()).isEqualTo(4);
    }

    @Test
    void doesNotTakeAPrefixOrANeighbourInAsciiForTheName() {
        Fields odd = Fields.of("X-Key", "1", "X_Key", "2", "X-Ke^", "3");
        assertThat(odd.all("X-Ke")).isEmpty();
        assertThat(odd.all("X-Key")).containsExactly("1");
        assertThat(odd.all("X-Ke~"))
                .as("^ and ~ differ by the bit that letters' cases differ by")
                .isEmpty();
    }

    @Test
    void answersForAnAbsentField() {
        assertThat(fields.first("Cookie")).isEmpty();
        assertThat(fields.all("Cookie")).isEmpty();
        assertThat(fields.members("Cookie")).isEmpty();
        assertThat(fields.indexOf("Cookie", 0)).isEqualTo(-1);
        assertThat(fields.hasMember("Cookie", "a")).isFalse();
        assertThat(fields.without("Cookie")).isSameAs(fields);
    }

    @Test
    void findsTheNextFieldOfAName() {
        assertThat(fields.indexOf("accept", 0)).isEqualTo(1);
        assertThat(fields.indexOf("accept", 2)).isEqualTo(2);
        assertThat(fields.indexOf("accept", 3)).isEqualTo(-1);
    }

    @Test
    void holdMemoryForTheWholeHeadTheyWereReceivedIn() {
        byte[] block = "GET / HTTP/1.1\r\na: b\r\n".getBytes(StandardCharsets.ISO_8859_1);
        Fields parsed = Fields.parsed(block, new int[] {16, 17, 20, 0}, 1);
        assertThat(parsed.memoryBytes()).isEqualTo(block.length + 16);
    }

    @Test
    void splitsMembersOverAllLinesAndDropsEmptyOnes() { // RFC 9110 §5.6.1.2: ignore a reasonable number of empty
        // elements
        assertThat(fields.members("Accept")).containsExactly("text/html", "text/plain", "application/json");
        assertThat(fields.members("X-Empty")).isEmpty();
        assertThat(fields.hasMember("accept", "TEXT/PLAIN")).isTrue();
        assertThat(fields.hasMember("accept", "text")).isFalse();
    }

    @Test
    void setsOneFieldInPlaceOfAllOfItsName() {
        Fields changed = fields.with("ACCEPT", "*/*");
        assertThat(changed).hasToString("Host: example.com\nX-Empty: \nACCEPT: */*\n");
        assertThat(fields.all("Accept")).as("the original is unchanged").hasSize(2);
    }

    @Test
    void removesAllOfAName() {
        assertThat(fields.without("Accept")).hasToString("Host: example.com\nX-Empty: \n");
        assertThat(fields.without("Host").without("Accept").without("X-Empty")).isSameAs(Fields.EMPTY);
    }

    @Test
    void writesTheLinesAsTheyGoToTheWire() {
        byte[] target = new byte[fields.wireLength() + 3];
        int end = fields.writeTo(target, 3);
        assertThat(end).isEqualTo(target.length);
        assertThat(new String(target, 3, end - 3, StandardCharsets.ISO_8859_1))
                .isEqualTo(String.join(
                        "\r\n",
                        "Host: example.com",
                        "Accept: text/html, text/plain",
                        "accept: , application/json,,",
                        "X-Empty: ",
                        ""));
    }

    @Test
    void keepsBytesAbove7fIntact() { // RFC 9110 §5.5: obs-text is opaque data
        Fields raw = Fields.of("X-Name", "M\u00fcller\u00ff\u0080");
        byte[] target = new byte[raw.wireLength()];
        raw.writeTo(target, 0);
        assertThat(target).isEqualTo("X-Name: M\u00fcller\u00ff\u0080\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(raw.value(0)).isEqualTo("M\u00fcller\u00ff\u0080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "007", "1024", "999999999999999999"})
    void readsANumber(String digits) {
        assertThat(Fields.of("A", "", "B", digits).number("b")).isEqualTo(Long.parseLong(digits));
        assertThat(Tokens.number(digits, Tokens.LONGEST_NUMBER)).isEqualTo(Long.parseLong(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1,1", "0x1", "1 1", "\u0661", "1000000000000000000"})
    void takesNothingElseForANumber(String text) {
        assertThat(Tokens.number(text, Tokens.LONGEST_NUMBER)).isEqualTo(-1);
        if (text.chars().allMatch(c -> c <= 0xff)) {
            assertThat(Fields.of("A", text).number("A")).isEqualTo(-1);
        }
    }

    @Test
    void hasNoNumberWithoutTheField() {
        assertThat(Fields.EMPTY.number("A")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A:b", "A: b", "A:\t b", "A : b", "A \t:b"})
    void findsTheValueBehindColonAndSpace(String line) { // before the colon: responses (RFC 9112 §5.1)
        byte[] block = (line + " \r\n").getBytes(StandardCharsets.ISO_8859_1);
        Fields parsed = Fields.parsed(block, new int[] {0, 1, line.length(), 0}, 1);
        assertThat(parsed).isEqualTo(Fields.of("A", "b"));
    }

    @Test
    void findsAnEmptyValue() {
        byte[] block = "A:  \r\nB:\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Fields.parsed(block, new int[] {0, 1, 4, 0, 6, 7, 8, 0}, 2)).isEqualTo(Fields.of("A", "", "B", ""));
    }

    @Test
    void readsAParsedBlockByItsIndex() {
        byte[] block = "GET /\r\nA:  b \r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        Fields parsed = Fields.parsed(block, new int[] {7, 8, 12, 0}, 1);
        assertThat(parsed).isEqualTo(Fields.of("A", "b")).hasSameHashCodeAs(Fields.of("A", "b"));
        assertThat(parsed.with("C", "d")).hasToString("A: b\nC: d\n");
        assertThat(Fields.parsed(block, new int[0], 0)).isSameAs(Fields.EMPTY);
    }

    @Test
    void isEqualByNamesAsWrittenValuesAndOrder() {
        assertThat(Fields.of("A", "1", "B", "2"))
                .isEqualTo(Fields.of("A", "1", "B", "2"))
                .isNotEqualTo(Fields.of("B", "2", "A", "1"))
                .isNotEqualTo(Fields.of("a", "1", "B", "2"))
                .isNotEqualTo(Fields.of("A", "1"));
    }

    @Test
    void refusesANameWithoutAValue() {
        assertThatThrownBy(() -> Fields.of("A", "1", "B"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name without a value: B");
    }

    @Test
    void doesNotTakeACharAbove7fForTheLetterInItsLowByte() {
        assertThat(Fields.of("Host", "a").contains("\u0148ost")).isFalse();
    }

    @Test
    void knowsHowAValueStarts() {
        Fields fields = Fields.of("Authorization", "Negotiate YII=", "A", "");
        assertThat(fields.startsWith(0, "negotiate")).isTrue();
        assertThat(fields.startsWith(0, "Negotiate YII=")).isTrue();
        assertThat(fields.startsWith(0, "Negotiate YII==")).isFalse();
        assertThat(fields.startsWith(0, "NTLM")).isFalse();
        assertThat(fields.startsWith(1, "N")).isFalse();
    }

    @Test
    void writesNameInLowerCaseAndValueApart() {
        Fields fields = Fields.of("X-Key", "Value 1");
        byte[] target = new byte[20];
        assertThat(fields.writeLowerName(0, target, 2)).isEqualTo(2 + fields.nameLength(0));
        assertThat(fields.writeValue(0, target, 7)).isEqualTo(7 + fields.valueLength(0));
        assertThat(new String(target, 2, 12, StandardCharsets.ISO_8859_1)).isEqualTo("x-keyValue 1");
        assertThat(fields.contains(PreparedName.of("X-Key"))).isTrue();
        assertThat(fields.writeLowerName(0, target, 1)).as("of a prepared name").isEqualTo(6);
        assertThat(new String(target, 1, 5, StandardCharsets.ISO_8859_1)).isEqualTo("x-key");
    }

    @Test
    void aBlockOfLinesOnlyIsWrittenAsItIs() {
        byte[] block = "a: b\r\nc: \r\n....".getBytes(StandardCharsets.ISO_8859_1);
        Fields fields = Fields.parsed(block, new int[] {0, 1, 4, 0, 6, 7, 9, 0}, 2, 11);
        assertThat(fields).isEqualTo(Fields.of("a", "b", "c", ""));
        byte[] target = new byte[fields.wireLength()];
        assertThat(fields.writeTo(target, 0)).isEqualTo(11);
        assertThat(new String(target, StandardCharsets.ISO_8859_1)).isEqualTo("a: b\r\nc: \r\n");
        assertThat(fields.with("d", "e")).isEqualTo(Fields.of("a", "b", "c", "", "d", "e"));
    }
}
