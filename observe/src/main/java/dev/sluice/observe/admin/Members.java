package dev.sluice.observe.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The members of a JSON object, read one by one; {@link #end} tells every mistake at once. For one thread. */
final class Members {
    private final Map<String, JsonNode> all;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, JsonNode> read = new LinkedHashMap<>();

    Members(Map<String, JsonNode> all) {
        this.all = new LinkedHashMap<>(all);
    }

    /** A text that must be there. */
    String text(String name) {
        Optional<String> text = maybeText(name);
        if (text.isEmpty() && mistakes.stream().noneMatch(told -> told.startsWith(name + " "))) {
            mistakes.add(name + " must be given");
        }
        return text.orElse("");
    }

    Optional<String> maybeText(String name) {
        return read(name, "a text", JsonNode::isTextual, JsonNode::textValue);
    }

    /** A whole number within bounds. */
    Optional<Integer> maybeNumber(String name, int least, int most) {
        return read(
                name,
                "a whole number from " + least + " to " + most,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= least
                        && node.intValue() <= most,
                JsonNode::intValue);
    }

    /** Whether it is there, and null: not to be left as it is. */
    boolean isNull(String name) {
        JsonNode node = all.get(name);
        return node != null && node.isNull();
    }

    Optional<Map<String, String>> maybeTexts(String name) {
        return read(name, "an object of texts", Members::hasTexts, node -> {
            Map<String, String> texts = new LinkedHashMap<>();
            node.properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
            return texts;
        });
    }

    Optional<List<String>> maybeList(String name) {
        return read(name, "a list of texts", Members::isListOfTexts, node -> {
            List<String> texts = new ArrayList<>();
            node.forEach(text -> texts.add(text.textValue()));
            return texts;
        });
    }

    private static boolean hasTexts(JsonNode node) {
        return node.isObject()
                && node.properties().stream().allMatch(entry -> entry.getValue().isTextual());
    }

    private static boolean isListOfTexts(JsonNode node) {
        boolean texts = node.isArray();
        for (JsonNode one : node) {
            texts &= one.isTextual();
        }
        return texts;
    }

    private <T> Optional<T> read(String name, String what, Predicate<JsonNode> fits, Function<JsonNode, T> reader) {
        JsonNode node = all.remove(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!fits.test(node)) {
            mistakes.add(name + " must be " + what);
            return Optional.empty();
        }
        read.put(name, node);
        return Optional.of(reader.apply(node));
    }

    /** What was read so far: {@code url=http://a ttl=30}. */
    String shown() {
        return read.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().asText(entry.getValue().toString()))
                .collect(Collectors.joining(" "));
    }

    /** A mistake that the reader has found. */
    void mistake(String told) {
        mistakes.add(told);
    }

    /**
     * Nothing else may be there.
     *
     * @throws AdminRefusal naming every mistake
     */
    void end() {
        new TreeSet<>(all.keySet()).forEach(name -> mistakes.add("there is no property \"" + name + "\""));
        if (!mistakes.isEmpty()) {
            throw AdminRefusal.malformed(mistakes);
        }
    }
}
