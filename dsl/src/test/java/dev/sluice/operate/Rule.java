package dev.sluice.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A rule of a file for Prometheus; {@code labels} and {@code annotations} are empty for what is only recorded. */
record Rule(
        String name, boolean isAlert, String expression, Map<String, String> labels, Map<String, String> annotations) {

    static List<Rule> all(Path file) throws IOException {
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return maps(root.get("groups"))
                .flatMap(group -> maps(group.get("rules")))
                .map(Rule::of)
                .toList();
    }

    static List<Rule> alerts(Path file) throws IOException {
        return all(file).stream().filter(Rule::isAlert).toList();
    }

    private static Rule of(Map<?, ?> rule) {
        boolean alert = rule.containsKey("alert");
        return new Rule(
                String.valueOf(rule.get(alert ? "alert" : "record")),
                alert,
                String.valueOf(rule.get("expr")),
                texts(rule.get("labels")),
                texts(rule.get("annotations")));
    }

    private static Stream<Map<?, ?>> maps(Object list) {
        return ((List<?>) list).stream().map(item -> (Map<?, ?>) item);
    }

    private static Map<String, String> texts(Object map) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> given) {
            given.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }
}
