package dev.sluice.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.line.Values.Address;
import dev.sluice.cli.line.Values.Size;
import dev.sluice.core.MessageLimits;
import dev.sluice.middlewares.ratelimit.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @Test
    void readsDurations() {
        assertThat(Values.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Values.duration("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(Values.duration("1m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(Values.duration("3H")).isEqualTo(Duration.ofHours(3));
        assertThat(Values.duration("0")).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1d", "99999999999999s"})
    void refusesOtherDurations(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.duration(text))
                .withMessage("'" + text + "' is not a duration such as 500ms, 2s or 1m");
    }

    @Test
    void readsSizesInBinaryUnits() {
        assertThat(Values.size("512")).isEqualTo(new Size(512));
        assertThat(Values.size("64k")).isEqualTo(new Size(65_536));
        assertThat(Values.size("10M")).isEqualTo(new Size(10_485_760));
        assertThat(Values.size("1gib")).isEqualTo(new Size(1_073_741_824));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1t", "1.5m"})
    void refusesOtherSizes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.size(text))
                .withMessage("'" + text + "' is not a size such as 512, 64k or 10m");
    }

    @Test
    void readsTheGreatestHeadWhichBoundsTheRequestLineToo() {
        assertThat(Values.maxHead("64k")).isEqualTo(new MessageLimits(8_192, 65_536, 200, 8_192));
        assertThat(Values.maxHead("1k")).isEqualTo(new MessageLimits(1_024, 1_024, 200, 8_192));
    }

    @ParameterizedTest
    @ValueSource(strings = {"63", "2g", "9999999999999g", "x"})
    void refusesOtherHeads(String text) {
        assertThatThrownBy(() -> Values.maxHead(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    @Test
    void readsWeights() {
        assertThat(Values.weights("3,1,0")).containsExactly(3, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,", ",1", "-1", "1;2", "9999999999"})
    void refusesOtherWeights(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.weights(text))
                .withMessage("'" + text + "' is not a list of whole numbers such as 3,1");
    }

    @Test
    void readsRates() {
        assertThat(Values.rate("100/1s")).isEqualTo(Rate.of(100, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "/1s", "1x/1s"})
    void refusesOtherRates(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Values.rate(text)).withMessageContaining("100/1s");
    }

    @Test
    void readsAddresses() {
        assertThat(Values.address("127.0.0.1:8080")).isEqualTo(new Address("127.0.0.1", 8080));
        assertThat(Values.address("[::1]:0")).isEqualTo(new Address("::1", 0));
        assertThat(Values.address("localhost:1")).isEqualTo(new Address("localhost", 1));
        assertThat(Values.address(":65535")).isEqualTo(new Address("0.0.0.0", 65_535));
        assertThat(Values.address("80")).isEqualTo(new Address("0.0.0.0", 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:b", "a:65536", "::1:80", "[::1]", "a:1:2"})
    void refusesOtherAddresses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.address(text))
                .withMessageContaining(text);
    }
}
