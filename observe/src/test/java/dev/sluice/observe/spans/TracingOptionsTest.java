package dev.sluice.observe.spans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.options.Secret;
import dev.sluice.model.SpecType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingOptionsTest {
    private static TracingOptions read(Map<String, Object> data) {
        return TracingType.TYPE.read(OptionValues.of(TracingType.TYPE, data));
    }

    @Test
    void dataAndBuilderHaveTheSameDefaults() {
        assertThat(read(Map.of())).isEqualTo(TracingOptions.builder().build());
    }

    @Test
    void everyOptionIsReadAndWritten() {
        Map<String, Object> data = new HashMap<>();
        data.put("endpoint", "https://collector.example:4318");
        data.put("service-name", "shop");
        data.put("resource", Map.of("team", "blue"));
        data.put("ratio", "0.25");
        data.put("errors", "false");
        data.put("trust-parent", "always");
        data.put("formats", List.of("w3c", "b3-multi"));
        data.put("secret-parameters", List.of("pin"));
        data.put("queue", "16");
        data.put("timeout", "2s");
        TracingOptions options = read(data);

        assertThat(options)
                .isEqualTo(TracingOptions.builder()
                        .endpoint("https://collector.example:4318")
                        .serviceName("shop")
                        .resource("team", "blue")
                        .ratio(0.25)
                        .errors(false)
                        .trustParent(ParentTrust.ALWAYS)
                        .formats(Propagation.W3C, Propagation.B3_MULTI)
                        .secretParameters("pin")
                        .queue(16)
                        .timeout(Duration.ofSeconds(2))
                        .build());
        Map<String, Object> written = new HashMap<>();
        for (OptionSpec<TracingOptions, ?> option : TracingType.TYPE.options()) {
            if (option.isSet(options)) {
                written.put(option.key(), option.write(options));
            }
        }
        assertThat(read(written)).isEqualTo(options);
        assertThat(TracingType.TYPE.describe(options)).isEqualTo("tracing(0.25 to https://collector.example:4318)");
    }

    @Test
    void headersAreSecrets() {
        TracingOptions options = read(Map.of("headers", Map.of("Authorization", "Bearer hush")));

        assertThat(options.headers()).containsEntry("Authorization", Secret.of("Bearer hush"));
        assertThat(options.toString()).doesNotContain("hush");
        assertThatThrownBy(() -> read(Map.of("headers", Map.of("A", "hush\r\nB: c"))))
                .hasMessageContaining("'A'")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> read(Map.of("headers", Map.of("A:", "x")))).hasMessageContaining("'A:'");
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318, http://c:4318/v1/traces",
        "http://c:4318/, http://c:4318/v1/traces",
        "https://c/otlp/traces, https://c/otlp/traces",
    })
    void anEndpointWithoutAPathMeansThatOfTraces(String endpoint, String url) {
        assertThat(TracingOptions.builder().endpoint(endpoint).build().url()).contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "ftp://c", "http://", "http://u:p@c", "/v1/traces", "http://c#x"})
    void anEndpointIsAUrlOfHttp(String endpoint) {
        assertThatThrownBy(() -> read(Map.of("endpoint", endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint");
    }

    @Test
    void everyMistakeIsTold() {
        TracingOptions.Builder builder = TracingOptions.builder()
                .serviceName(" ")
                .ratio(1.5)
                .formats()
                .queue(0)
                .timeout(Duration.ofMinutes(2));

        assertThatThrownBy(builder::build)
                .hasMessageContaining("serviceName")
                .hasMessageContaining("1.5")
                .hasMessageContaining("formats")
                .hasMessageContaining("queue")
                .hasMessageContaining("timeout");
        assertThatThrownBy(() -> TracingOptions.builder().ratio(Double.NaN).build())
                .hasMessageContaining("ratio");
        assertThatThrownBy(() -> TracingOptions.builder()
                        .formats(Propagation.B3, Propagation.B3)
                        .build())
                .hasMessageContaining("formats");
    }

    @Test
    void aTypeOfSettingsIsFound() {
        assertThat(ServiceLoader.load(SpecType.class)).anyMatch(TracingType.class::isInstance);
    }

    @Test
    void thePageListsTheOptionsAndTheirDefaults() throws IOException {
        String page = Files.readString(Path.of("../docs/observe/traces.md"));
        String table = page.substring(page.indexOf("<!-- options: tracing -->")).split("\n\n", 2)[0];

        assertThat(table.lines()
                        .skip(3)
                        .map(row -> row.split(" \\| ?", 3))
                        .map(cells -> cells[0].replaceAll("[| `]", "") + " = " + cells[1].strip()))
                .containsExactlyElementsOf(TracingType.TYPE.options().stream()
                        .map(option -> option.name() + " = " + byDefault(option))
                        .toList());
    }

    private static <T> String byDefault(OptionSpec<?, T> option) {
        return option.byDefault()
                .map(value -> option.type().write(value))
                .map(data -> data.equals(Map.of()) || data.equals(List.of()) ? "none" : data.toString())
                .orElse("—");
    }
}
