package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Tokens;
import io.helidon.common.tls.Tls;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwarderOptionsTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        "insecureSkipVerify",
                        "true",
                        builder -> builder.insecureSkipVerify()
                                .tls(Tls.builder().trustAll(true).build())),
                wrong("connectTimeout", "PT0S", builder -> builder.connectTimeout(Duration.ZERO)),
                wrong("responseTimeout", "PT-1S", builder -> builder.responseTimeout(Duration.ofSeconds(-1))),
                wrong("betweenBytesTimeout", "PT-1S", builder -> builder.betweenBytesTimeout(Duration.ofSeconds(-1))),
                wrong("idleTimeout", "PT-1S", builder -> builder.idleTimeout(Duration.ofSeconds(-1))),
                wrong("maxConnections", "0", builder -> builder.maxConnections(0)),
                wrong("maxWaiting", "-1", builder -> builder.maxWaiting(-1)),
                wrong("maxResponseHead", "1000", builder -> builder.maxResponseHead(1000)),
                wrong("serverName", "a b", builder -> builder.serverName("a b")),
                wrong("via", "a\r\nb", builder -> builder.via("a\r\nb")));
    }

    private static Arguments wrong(String option, String value, Consumer<ForwarderOptions.Builder> change) {
        return Arguments.of(option, value, change);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesAWrongValueNamingOptionAndValue(
            String option, String value, Consumer<ForwarderOptions.Builder> change) {
        ForwarderOptions.Builder builder = ForwarderOptions.builder();
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + option + "'", value);
    }

    @Test
    void hasDocumentedDefaults() {
        ForwarderOptions options = ForwarderOptions.defaults();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.betweenBytesTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.maxConnections()).isEqualTo(1_024);
        assertThat(options.maxWaiting()).isEqualTo(1024);
        assertThat(options.maxResponseHead()).isEqualTo(64 * 1024);
        assertThat(options.trustedPeers()).isEmpty();
        assertThat(options.passHost()).isFalse();
        assertThat(options.via()).isEqualTo("sluice");
        assertThat(Tokens.isToken(options.serverName())).isTrue();
        assertThat(options.webClient()).isEmpty();
    }
}
