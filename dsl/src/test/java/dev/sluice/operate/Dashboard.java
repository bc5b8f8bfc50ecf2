package dev.sluice.operate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard for Grafana, as its JSON has it. */
record Dashboard(JsonNode json) {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    /** A query of a panel: what it shows by which legend. */
    record Query(String panel, String expression, String legend) {
        /** With what Grafana puts in for its variables when everything is chosen. */
        String ofAll() {
            return all(expression);
        }
    }

    /** What a variable may be: the values that a label of some series has. */
    record Variable(String name, String series, String label) {
        String ofAll() {
            return all(series);
        }
    }

    static Dashboard read() throws IOException {
        JsonMapper strict = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        return new Dashboard(strict.readTree(
                MetricsTable.DOCS.resolve("grafana-dashboard.json").toFile()));
    }

    private static String all(String expression) {
        return expression.replace("$__rate_interval", "10s").replaceAll("\\$(job|instance|route|pool)\\b", ".*");
    }

    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.get("panels").forEach(panels::add);
        return panels;
    }

    /** Those that show something, which rows do not. */
    List<JsonNode> views() {
        return panels().stream()
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();
    }

    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : views()) {
            for (JsonNode target : panel.get("targets")) {
                queries.add(new Query(
                        panel.get("title").asText(),
                        target.get("expr").asText(),
                        target.get("legendFormat").asText()));
            }
        }
        return queries;
    }

    List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        for (JsonNode variable : json.at("/templating/list")) {
            if (variable.get("type").asText().equals("query")) {
                String query = variable.at("/query/query").asText();
                Matcher parts = LABEL_VALUES.matcher(query);
                if (!parts.matches()) {
                    throw new AssertionError("a variable of another kind: " + query);
                }
                variables.add(new Variable(variable.get("name").asText(), parts.group(1), parts.group(2)));
            }
        }
        return variables;
    }
}
