package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.options.Mistakes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static Object read(Map<String, String> environment) {
        Mistakes mistakes = new Mistakes();
        Data data = YamlFile.read("gateway.yaml", "upstream: http://${HOST_NAME}:${host.port}", mistakes)
                .orElseThrow();
        Object read = Resolver.resolved(data, environment, Map.of(), mistakes).plain();
        mistakes.throwIfAny();
        return read;
    }

    @Test
    void standForReferencesByTheirNamesAndAsKeys() {
        assertThat(read(Map.of("HOST_NAME", "a", "HOST_PORT", "8080"))).isEqualTo(Map.of("upstream", "http://a:8080"));
    }

    @Test
    void thatAreNoKeysAreLeftOutSuchAsTheOneThatShellsSet() {
        assertThat(read(Map.of(
                        "HOST_NAME", "a", "HOST_PORT", "8080", "_", "/bin/java", "__X", "1", "Y_", "2", "Y", "3")))
                .isEqualTo(Map.of("upstream", "http://a:8080"));
    }
}
