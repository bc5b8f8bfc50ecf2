package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsBuilderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A B", "A:", "A\r\nB", "\u00e9", "A\u0000", "(A)", "A\u010a", "\tA"})
    void refusesANameThatIsNotAToken(String name) { // RFC 9110 §5.1: field-name = token
        assertThatThrownBy(() -> Fields.builder().add(name, "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\rb", "a\nb", "a\u0000b", "a\u007fb", "a\u0001", "\u001f", "\u0100", "x\u010aSet-Cookie: y"})
    void refusesWhatCouldEndAValueEarly(String value) { // RFC 9110 §5.5: CR, LF and NUL are invalid and dangerous
        assertThatThrownBy(() -> Fields.of("X-Value", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Value");
    }

    @Test
    void doesNotRepeatTheValueItRefuses() { // it may be a secret
        assertThatThrownBy(() -> Fields.of("Authorization", "secret\n"))
                .hasMessage("the value of field 'Authorization' has a character (code 10) that a field cannot hold");
    }

    @Test
    void takesTabsSpacesAndEveryByteFrom80InAValue() { // RFC 9110 §5.5: field-content
        assertThat(Fields.of("A", "x\t \u0080\u00ff y").value(0)).isEqualTo("x\t \u0080\u00ff y");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 8080, Long.MAX_VALUE})
    void writesANumber(long number) {
        assertThat(Fields.of("A", "1").toBuilder().add("B", number).build())
                .isEqualTo(Fields.of("A", "1", "B", Long.toString(number)));
    }

    @Test
    void refusesANegativeNumber() {
        assertThatThrownBy(() -> Fields.builder().add("A", -1)).hasMessage("the value of field 'A' is negative: -1");
    }

    @Test
    void addsBehindWhatARemovalLeft() {
        Fields fields = Fields.of("A", "1", "B", "2", "C", "3").toBuilder()
                .removeIf((all, i) -> all.isNamed(i, "B"))
                .add("D", "4")
                .removeIf((all, i) -> i == 0)
                .add("E", "5")
                .build();
        assertThat(fields).hasToString("C: 3\nD: 4\nE: 5\n");
    }

    @Test
    void leavesTheOriginAndItsOtherCopiesAlone() {
        Fields origin = Fields.of("A", "1", "B", "2");
        Fields first = origin.toBuilder().add("C", "first").build();
        Fields second = origin.toBuilder().remove("A").add("C", "second").build();
        assertThat(origin).hasToString("A: 1\nB: 2\n");
        assertThat(first).hasToString("A: 1\nB: 2\nC: first\n");
        assertThat(second).hasToString("B: 2\nC: second\n");
    }

    @Test
    void copiesLinesOfOtherFieldsByteForByte() {
        Fields from = Fields.of("X-Raw", "\u00c3\u00bc\u00ff", "Y", "");
        Fields fields = Fields.builder().add(from, 1).add(from, 0).build();
        assertThat(fields).hasToString("Y: \nX-Raw: \u00c3\u00bc\u00ff\n");
    }

    @Test
    void growsWithManyAndLongFields() {
        FieldsBuilder builder = Fields.builder();
        for (int i = 0; i < 300; i++) {
            builder.add("X-" + i, "v".repeat(i));
        }
        Fields fields = builder.build();
        assertThat(fields.size()).isEqualTo(300);
        assertThat(fields.value(299)).isEqualTo("v".repeat(299));
        assertThat(fields.toBuilder().add("Last", "1").build().size()).isEqualTo(301);
    }

    @Test
    void buildsTheOneEmptyValueFromNothing() {
        assertThat(Fields.builder().build()).isSameAs(Fields.EMPTY);
        assertThat(Fields.of("A", "1").toBuilder().remove("a").build()).isSameAs(Fields.EMPTY);
    }

    @Test
    void showsARemovalTestAllLinesAsTheyWereBefore() { // else Connection could not nominate a field behind itself
        Fields fields = Fields.of("Connection", "X-Hop", "Host", "a", "X-Hop", "1", "X-Last", "2").toBuilder()
                .removeIf((all, i) -> all.isNamed(i, "Connection") || all.hasMember("Connection", all.name(i)))
                .build();
        assertThat(fields).hasToString("Host: a\nX-Last: 2\n");
    }

    @Test
    void doesNotChangeWhatItHasBuilt() {
        FieldsBuilder builder = Fields.of("A", "1", "B", "2").toBuilder();
        Fields built = builder.build();
        builder.remove("A").add("C", "3");
        assertThat(built).hasToString("A: 1\nB: 2\n");
    }

    @Test
    void takesWhiteSpaceAroundAValueForNoPartOfIt() { // RFC 9110 §5.5: excluded before a value is evaluated
        Fields fields = Fields.of("A", " \t x y\t ", "B", " ", "C", "\u00a0\u0085");
        assertThat(fields)
                .hasToString("A: x y\nB: \nC: \u00a0\u0085\n")
                .isEqualTo(Fields.of("A", "x y", "B", "", "C", "\u00a0\u0085"));
    }
}
