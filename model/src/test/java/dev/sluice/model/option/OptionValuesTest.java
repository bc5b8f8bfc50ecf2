package dev.sluice.model.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionValuesTest {
    private record Wait(String name, Duration least, Duration most) {
        Wait {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(!name.isBlank(), "name must not be blank");
            mistakes.unless(least.compareTo(most) <= 0, "least must be at most " + most + ", is " + least);
            mistakes.throwIfAny();
        }
    }

    private static final class WaitType implements PartType<Wait> {
        private static final OptionSpec<Wait, String> NAME =
                OptionSpec.required("name", OptionTypes.text(), Wait::name, "for people");
        private static final OptionSpec<Wait, Duration> LEAST =
                OptionSpec.optional("least", OptionTypes.duration(), Duration.ZERO, Wait::least, "at least");
        private static final OptionSpec<Wait, Duration> MOST =
                OptionSpec.optional("mostOfAll", OptionTypes.duration(), Duration.ofSeconds(1), Wait::most, "at most");

        @Override
        public String name() {
            return "wait";
        }

        @Override
        public List<OptionSpec<Wait, ?>> options() {
            return List.of(NAME, LEAST, MOST);
        }

        @Override
        public Wait read(OptionValues<Wait> values) {
            return new Wait(values.get(NAME), values.get(LEAST), values.get(MOST));
        }

        @Override
        public String describe(Wait options) {
            return "wait(" + options.name() + ")";
        }
    }

    private static Wait read(Map<String, ?> data) {
        WaitType type = new WaitType();
        return type.read(OptionValues.of(type, data));
    }

    @Test
    void takesWhatIsGivenAndDefaultsForTheRest() {
        assertThat(read(Map.of("name", "a", "most-of-all", "2s")))
                .isEqualTo(new Wait("a", Duration.ZERO, Duration.ofSeconds(2)));
    }

    @Test
    void tellsUnknownNamesMissingOptionsAndWrongValuesAtOnce() {
        assertThatThrownBy(() -> read(Map.of("least", "soon", "mostOfAll", "1s", "a", 1)))
                .hasMessage("""
                name must be given
                least must be a duration such as 250ms or 1m 30s, is soon
                unknown option 'a', known are name, least, most-of-all
                unknown option 'mostOfAll', known are name, least, most-of-all""");
    }

    @Test
    void tellsWhatTheRecordRefusesTogetherWithUnknownNames() {
        assertThatThrownBy(() -> read(Map.of("name", " ", "least", "2s", "a", 1)))
                .hasMessage("""
                name must not be blank
                least must be at most PT1S, is PT2S
                unknown option 'a', known are name, least, most-of-all""");
    }

    private record Foreign(String name) {}

    @Test
    void anOptionOfAnotherTypeIsABug() {
        OptionValues<Foreign> values = OptionValues.of(
                new PartType<>() {
                    @Override
                    public String name() {
                        return "none";
                    }

                    @Override
                    public List<OptionSpec<Foreign, ?>> options() {
                        return List.of();
                    }

                    @Override
                    public Foreign read(OptionValues<Foreign> none) {
                        return new Foreign("none");
                    }

                    @Override
                    public String describe(Foreign options) {
                        return "none()";
                    }
                },
                Map.of());
        OptionSpec<Foreign, String> foreign =
                OptionSpec.required("name", OptionTypes.text(), Foreign::name, "for people");
        assertThatThrownBy(() -> values.get(foreign)).hasMessage("name is not an option of this part");
    }

    @Test
    void aNestedValueIsReadAndWrittenAsAMap() {
        OptionType<Wait> nested = OptionTypes.nested(new WaitType());
        Wait wait = new Wait("a", Duration.ofMillis(5), Duration.ofSeconds(1));
        assertThat(nested.write(wait)).isEqualTo(Map.of("name", "a", "least", "5ms"));
        assertThat(nested.read(nested.write(wait))).isEqualTo(wait);
        assertThatThrownBy(() -> nested.read(Map.of("least", "x", 1, 2))).hasMessage("""
                name must be given
                least must be a duration such as 250ms or 1m 30s, is x
                unknown option '1', known are name, least, most-of-all""");
        assertThat(nested.read("a"))
                .as("what is no map is the first of the options")
                .isEqualTo(nested.read(Map.of("name", "a")));
        assertThatThrownBy(() -> nested.read(List.of("a", "b"))).hasMessageContaining("name must be a text");
    }
}
