package dev.sluice.model.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemasTest {
    /** A value made of nothing. */
    private record Nothing() {}

    private static final PartType<Nothing> NOTHING = new PartType<>() {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public List<OptionSpec<Nothing, ?>> options() {
            return List.of();
        }

        @Override
        public Nothing read(OptionValues<Nothing> values) {
            return new Nothing();
        }

        @Override
        public String describe(Nothing options) {
            return "nothing";
        }
    };

    private static boolean matches(OptionType<?> type, String text) {
        return Pattern.compile(String.valueOf(type.schema().get("pattern")))
                .matcher(text)
                .find();
    }

    private static boolean reads(OptionType<?> type, String text) {
        try {
            type.read(text);
            return true;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "1",
                "-1",
                "+7",
                "1s",
                "1m 30s",
                "1m30s",
                " 250ms ",
                "1 h",
                "1.5s",
                "s",
                "1x",
                "1s,2s",
                "64 KiB",
                "64KiB",
                "12 B",
                "unlimited",
                "64 kib",
                "1 TiB",
                "true",
                "false",
                "True",
                "yes",
                "none"
            })
    void patternsOfTextsAgreeWithTheReaders(String text) {
        for (OptionType<?> type :
                List.of(OptionTypes.duration(), OptionTypes.bytes(), OptionTypes.flag(), OptionTypes.whole(0))) {
            assertThat(matches(type, text)).as(type.name()).isEqualTo(reads(type, text));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,2147483647", "5,2147483647"})
    void numbersHaveTheirBounds(int least, long most) {
        assertThat(OptionTypes.integer(least).schema())
                .containsEntry("minimum", (long) least)
                .containsEntry("maximum", most);
    }

    @Test
    void referencesMayStandForAnyScalar() {
        assertThat(matches(OptionTypes.duration(), "${TIMEOUT}")).isTrue();
        assertThat(matches(OptionTypes.integer(1), "${COUNT}")).isTrue();
        assertThat(matches(OptionTypes.flag(), "${ON}")).isTrue();
    }

    @Test
    void codeAllowsNothingAndMayBeAbsent() {
        OptionType<Object> code = OptionTypes.opaque("code");

        assertThat(code.schema()).isEqualTo(JsonSchemas.nothing());
        assertThat(OptionTypes.maybe(code).schema()).isEqualTo(Map.of("const", "none"));
    }

    @Test
    void aTypeWithoutASchemaAllowsAnything() {
        OptionType<Object> own = OptionType.of("own", data -> data, value -> value);

        assertThat(own.schema()).isEmpty();
        assertThat(own.withSchema(JsonSchemas::text).schema()).isEqualTo(JsonSchemas.text());
    }

    @Test
    void aValueWithoutOptionsRefusesThoseThatItIsGiven() {
        OptionType<Nothing> type = OptionTypes.nested(NOTHING);

        assertThat(type.read(Map.of())).isEqualTo(new Nothing());
        assertThat(type.read("")).isEqualTo(new Nothing());
        assertThatThrownBy(() -> type.read("5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing has no options, is given 5");
    }
}
