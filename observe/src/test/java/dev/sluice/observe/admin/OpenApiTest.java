package dev.sluice.observe.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API and what is served are one. */
class OpenApiTest extends AdminTest {
    private static Set<String> described(JsonNode document) {
        Set<String> described = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return described;
    }

    @Test
    void everyOperationIsDescribedAndEveryDescribedOneIsServed() {
        JsonNode document = get("/api/openapi.json").json();
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(described(document)).isEqualTo(new TreeSet<>(api.described()));
    }

    @Test
    void whatItRefersToIsThereAndPathsHaveTheirParameters() {
        JsonNode document = get("/api/openapi.json").json();
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    Set<String> names = new TreeSet<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.get("in").asText().equals("path")) {
                            names.add("{" + parameter.get("name").asText() + "}");
                        }
                    });
                    assertThat(names).allMatch(path.getKey()::contains);
                    assertThat(path.getKey().chars().filter(c -> c == '{').count())
                            .isEqualTo(names.size());
                }));
    }
}
