package dev.sluice.observe.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in Prometheus' or in OpenMetrics' text, read strictly: what either format forbids is an {@link AssertionError}
 * with the line.
 */
public final class Scrape {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABELS = "\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)\\}";
    private static final String NUMBER = "([+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|Inf)|NaN)";
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:" + LABELS + ")? " + NUMBER
            + "(?: [0-9.]+)?(?: # " + LABELS + " " + NUMBER + "(?: [0-9.]+)?)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> TYPES =
            Set.of("counter", "gauge", "histogram", "summary", "untyped", "unknown", "info", "gaugehistogram");

    private final boolean open;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> exemplars = new LinkedHashMap<>();
    private final Set<String> families = new HashSet<>();
    private String family = "";

    private Scrape(boolean open) {
        this.open = open;
    }

    /** Prometheus' text, version 0.0.4. */
    public static Scrape prometheus(String text) {
        return new Scrape(false).read(text);
    }

    /** OpenMetrics' text, version 1.0.0. */
    public static Scrape openMetrics(String text) {
        if (!text.endsWith("# EOF\n")) {
            throw new AssertionError("does not end with # EOF");
        }
        return new Scrape(true).read(text.substring(0, text.length() - "# EOF\n".length()));
    }

    private Scrape read(String text) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# ")) {
                comment(line);
            } else if (!line.isEmpty()) {
                sample(line);
            } else if (open && !text.isEmpty() && !text.endsWith("\n")) {
                throw new AssertionError("an empty line");
            }
        }
        histograms();
        return this;
    }

    private void comment(String line) {
        String[] words = line.split(" ", 4);
        if (words.length < 4 || !Set.of("HELP", "TYPE", "UNIT").contains(words[1])) {
            throw new AssertionError("no comment that is known: " + line);
        }
        enter(words[2], line);
        if (words[1].equals("TYPE") && (!TYPES.contains(words[3]) || types.put(words[2], words[3]) != null)) {
            throw new AssertionError("a second or unknown type: " + line);
        }
    }

    /** The lines of a family stand together. */
    private void enter(String name, String line) {
        if (!name.equals(family)) {
            family = name;
            if (!families.add(name)) {
                throw new AssertionError("a family that was there before: " + line);
            }
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        String name = matcher.group(1);
        if (!name.startsWith(family) || !types.containsKey(family)) {
            throw new AssertionError("a sample outside its family " + family + ": " + line);
        }
        String suffix = name.substring(family.length());
        if (!suffixes(types.get(family)).contains(suffix)) {
            throw new AssertionError("a sample that its type has not: " + line);
        }
        String key = name + labels(matcher.group(2), line);
        if (samples.put(key, number(matcher.group(3))) != null) {
            throw new AssertionError("a sample twice: " + line);
        }
        if (matcher.group(5) != null) {
            if (!open || !Set.of("_bucket", "_total").contains(suffix)) {
                throw new AssertionError("an exemplar where there can be none: " + line);
            }
            exemplars.put(key, matcher.group(4));
        }
    }

    private Set<String> suffixes(String type) {
        return switch (type) {
            case "histogram" -> Set.of("_bucket", "_count", "_sum", "_created");
            case "summary" -> Set.of("", "_count", "_sum", "_created");
            case "counter" -> open ? Set.of("_total", "_created") : Set.of("");
            default -> Set.of("");
        };
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            if (labels.put(label.group(1), label.group(2)) != null) {
                throw new AssertionError("a label twice: " + line);
            }
        }
        return labels;
    }

    private static double number(String text) {
        return text.endsWith("Inf")
                ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : Double.parseDouble(text);
    }

    /** Buckets grow, and the last one has all. */
    private void histograms() {
        Map<String, Double> last = new HashMap<>();
        samples.forEach((key, value) -> {
            if (key.contains("_bucket{")) {
                String series = key.replaceAll("(, )?le=[^,}]*", "").replace("{, ", "{");
                if (value < last.getOrDefault(series, 0.0)) {
                    throw new AssertionError("a bucket with less than the one below: " + key);
                }
                last.put(series, value);
                if (key.contains("le=+Inf")
                        && !value.equals(samples.get(series.replace("_bucket{", "_count{")))
                        && samples.containsKey(series.replace("_bucket{", "_count{"))) {
                    throw new AssertionError("a last bucket that has not all: " + key);
                }
            }
        });
    }

    /** The value of a sample: {@code name{a=b, c=d}} with the labels sorted; those of the scope are left out. */
    public Double value(String key) {
        return samples.get(key.endsWith("}") ? key : key + "{}");
    }

    /** All samples whose names begin so. */
    public List<String> keys(String prefix) {
        List<String> found = new ArrayList<>();
        samples.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(found::add);
        return found;
    }

    /** The labels of an exemplar. */
    public Map<String, String> exemplars() {
        return exemplars;
    }

    /** The types of families. */
    public Map<String, String> types() {
        return types;
    }
}
