package dev.sluice.model.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.options.Secret;
import dev.sluice.model.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypesTest {
    private static <T> void survives(OptionType<T> type, T value) {
        Object written = type.write(value);
        assertThat(type.read(written)).as("%s", written).isEqualTo(value);
        if (!(written instanceof List<?>) && !(written instanceof Map<?, ?>)) {
            assertThat(type.read(written.toString())).as("the text %s", written).isEqualTo(value);
        }
    }

    @Property
    void durationsSurviveBeingWritten(
            @ForAll @LongRange(min = 0, max = 8_000_000_000_000L) long seconds,
            @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
        survives(OptionTypes.duration(), Duration.ofSeconds(seconds, nanos));
    }

    @Property
    void sizesSurviveBeingWritten(
            @ForAll @LongRange(min = -1) long bytes, @ForAll @LongRange(min = 0, max = 30) long zeros) {
        survives(OptionTypes.bytes(), bytes < 0 ? bytes : bytes >> zeros << zeros);
    }

    @Property
    void numbersAndFlagsSurviveBeingWritten(@ForAll int integer, @ForAll long whole, @ForAll boolean flag) {
        survives(OptionTypes.integer(Integer.MIN_VALUE), integer);
        survives(OptionTypes.whole(Long.MIN_VALUE), whole);
        survives(OptionTypes.flag(), flag);
    }

    @Property
    void listsSetsAndMapsSurviveBeingWritten(
            @ForAll @Size(max = 5) List<@AlphaChars @StringLength(max = 5) String> texts,
            @ForAll @Size(max = 5) Map<@AlphaChars @StringLength(max = 5) String, Long> numbers) {
        survives(OptionTypes.listOf(OptionTypes.text()), texts);
        survives(OptionTypes.setOf(OptionTypes.text()), Set.copyOf(texts));
        survives(OptionTypes.mapOf(OptionTypes.whole(Long.MIN_VALUE)), numbers);
        survives(OptionTypes.maybe(OptionTypes.listOf(OptionTypes.text())), Optional.of(texts));
        survives(OptionTypes.maybe(OptionTypes.text()), Optional.empty());
    }

    @Test
    void constantsAreWrittenInKebabCase() {
        OptionType<StepType.Stage> type = OptionTypes.oneOf(StepType.Stage.class);
        survives(type, StepType.Stage.ATTEMPT);
        assertThat(OptionTypes.oneOf(Thread.State.class).write(Thread.State.TIMED_WAITING))
                .isEqualTo("timed-waiting");
        assertThatThrownBy(() -> type.read("ATTEMPT"))
                .hasMessage("must be one of edge, route, pool, attempt, is ATTEMPT");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "1m 30s, PT1M30S",
        "1m30s, PT1M30S",
        "2 h, PT2H",
        "3us, PT0.000003S",
        "0, PT0S",
        "99999999d, PT2399999976H",
    })
    void readsDurationsAsTheyAreTyped(String text, Duration duration) {
        assertThat(OptionTypes.duration().read(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1x", "-1s", "1s and more", "s", "1.5s"})
    void saysHowADurationIsWritten(String text) {
        assertThatThrownBy(() -> OptionTypes.duration().read(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a duration such as 250ms or 1m 30s, is " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "64 KiB, 65536",
        "64KiB, 65536",
        "2 GiB, 2147483648",
        "7 B, 7",
        "unlimited, -1",
        "-1, -1",
    })
    void readsSizesAsTheyAreTyped(String text, long bytes) {
        assertThat(OptionTypes.bytes().read(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "1 kb", "-2", "1.5 KiB", "10000000000000000000"})
    void saysHowASizeIsWritten(String text) {
        assertThatThrownBy(() -> OptionTypes.bytes().read(text))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a size such as 64 KiB, is " + text);
    }

    @Test
    void whatCannotBeCountedIsAMistakeAndNoOverflow() {
        assertThatThrownBy(() -> OptionTypes.bytes().read("999999999999999 GiB"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be less than 8 EiB, is 999999999999999 GiB");
        assertThatThrownBy(() -> OptionTypes.duration().read("999999999999999d"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be less than 100 million days, is 999999999999999d");
    }

    @Test
    void boundsOfNumbersAreTold() {
        assertThatThrownBy(() -> OptionTypes.integer(1).read("0")).hasMessage("must be 1..2147483647, is 0");
        assertThatThrownBy(() -> OptionTypes.integer(1).read("2147483648")).hasMessageContaining("1..2147483647");
        assertThatThrownBy(() -> OptionTypes.whole(0).read("many")).hasMessage("must be a whole number, is many");
        assertThatThrownBy(() -> OptionTypes.flag().read("yes")).hasMessage("must be true or false, is yes");
    }

    @Test
    void anElementAloneIsAListOfOne() {
        assertThat(OptionTypes.listOf(OptionTypes.text()).read("a")).containsExactly("a");
    }

    @Test
    void allMistakesOfAListOrMapAreToldAtOnce() {
        assertThatThrownBy(() -> OptionTypes.listOf(OptionTypes.flag()).read(List.of("yes", "true", "no")))
                .hasMessage("must be true or false, is yes\nmust be true or false, is no");
        assertThatThrownBy(() -> OptionTypes.mapOf(OptionTypes.flag()).read(Map.of("a", "yes", "b", "true")))
                .hasMessage("'a' must be true or false, is yes");
    }

    @Test
    void aSecretMayStandInAFileOfItsOwn(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("password"), "s3cret\n");
        assertThat(OptionTypes.secret().read(Map.of("file", file.toString()))).isEqualTo(Secret.of("s3cret"));
        assertThatThrownBy(() -> OptionTypes.secret().read(Map.of("file", dir + "/none")))
                .hasMessage("the file '" + dir + "/none' with the secret cannot be read");
    }

    @Test
    void aSecretIsNeitherWrittenNorShownInAMistake() {
        OptionType<Secret> type = OptionTypes.secret();
        assertThat(type.read("s3cret")).isEqualTo(Secret.of("s3cret"));
        assertThat(type.read(1234)).isEqualTo(Secret.of("1234"));
        assertThat(type.write(Secret.of("s3cret"))).isEqualTo("***");
        assertThatThrownBy(() -> type.read("***")).hasMessageContaining("must be the secret itself");
        assertThatThrownBy(() -> type.read(List.of("s3cret")))
                .hasMessage("must be a text, or file: with the path of one");
        assertThatThrownBy(() -> OptionTypes.mapOf(type).read("ada=s3cret"))
                .hasMessage("must be a map of names to values of type secret");
    }

    @Test
    void codeIsNeitherReadNorWritten() {
        OptionType<Optional<Runnable>> type = OptionTypes.maybe(OptionTypes.opaque("action"));
        survives(type, Optional.empty());
        assertThatThrownBy(() -> type.read("run")).hasMessage("is a action and can be given in Java only");
        assertThatThrownBy(() -> type.write(Optional.of(() -> {}))).isInstanceOf(OpaqueValueException.class);
    }
}
