package dev.sluice.ends;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ends.ForwardType.Forward;
import dev.sluice.forwarder.ForwardOptions;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.forwarder.TransportOptions;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options of the terminal {@code forward} are data, as those of steps are. */
class ForwardSpecsTest {
    private static Forward forward(java.util.function.Consumer<ForwarderOptions.Builder> options) {
        return (Forward) proxy().forward("http://a:8080/base", options)
                .model()
                .parts()
                .getLast()
                .options();
    }

    @Test
    void listTheComponentsOfBothRecords() {
        List<String> components = Stream.of(ForwardOptions.class, TransportOptions.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .toList();
        assertThat(ForwardType.TYPE.options().stream().skip(1).map(OptionSpec::name))
                .containsExactlyElementsOf(components);
    }

    @Test
    void areWrittenAndReadAsAnEqualValue() {
        Forward written = forward(f -> f.responseTimeout(Duration.ofSeconds(7))
                .streamTimeout(Duration.ofMinutes(90))
                .host("virtual.test")
                .via("")
                .underscores(ForwardOptions.Underscores.KEEP)
                .tlsServerName("inner.test")
                .unixSocket(Path.of("/run/app.sock"))
                .maxConnections(7)
                .clientShare(100)
                .http2(TransportOptions.Http2.PREFER)
                .pingAfter(Duration.ofSeconds(20)));
        Map<String, Object> data = ForwardType.TYPE.options().stream()
                .filter(option -> option.isSet(written))
                .collect(Collectors.toMap(OptionSpec::key, option -> option.write(written)));
        assertThat(data)
                .hasSize(12)
                .containsEntry("response-timeout", "7s")
                .containsEntry("http2", "prefer")
                .containsEntry("upstream", "http://a:8080/base");
        assertThat(ForwardType.TYPE.read(OptionValues.of(ForwardType.TYPE, data)))
                .isEqualTo(written);
    }

    @Test
    void hasTheDefaultsOfTheBuilder() {
        assertThat(ForwardType.TYPE
                        .read(OptionValues.of(ForwardType.TYPE, Map.of()))
                        .forwarding())
                .isEqualTo(ForwarderOptions.defaults());
    }

    @Test
    void tellsEveryMistakeAtOnce() {
        assertThatThrownBy(() -> ForwardType.TYPE.read(OptionValues.of(
                        ForwardType.TYPE,
                        Map.of("via", "not a token", "connect-timeout", "0", "max-response-head", "2000000"))))
                .hasMessageContainingAll("via", "connectTimeout", "maxResponseHead");
    }
}
