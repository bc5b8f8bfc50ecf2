package dev.sluice.operate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names that an expression of PromQL has.
 *
 * @param metrics with the labels that each is matched by
 * @param grouping the labels of {@code by}, {@code on} and their like
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> grouping) {
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[0-9][0-9.a-z]*|[a-zA-Z_:][a-zA-Z0-9_:]*|\\S");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    static PromQl of(String expression) {
        List<String> tokens =
                TOKEN.matcher(expression).results().map(MatchResult::group).toList();
        Map<String, Set<String>> metrics = new LinkedHashMap<>();
        Set<String> grouping = new LinkedHashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (GROUPING.contains(token)) {
                List<String> labels = names(tokens, i + 2, ")");
                grouping.addAll(labels);
                i = indexOf(tokens, i, ")");
            } else if (isName(token) && !WORDS.contains(token) && !next.equals("(") && !GROUPING.contains(next)) {
                Set<String> labels = metrics.computeIfAbsent(token, name -> new LinkedHashSet<>());
                if (next.equals("{")) {
                    labels.addAll(names(tokens, i + 2, "}"));
                    i = indexOf(tokens, i, "}");
                }
            }
        }
        return new PromQl(metrics, grouping);
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
    }

    private static int indexOf(List<String> tokens, int from, String end) {
        int at = from;
        while (!tokens.get(at).equals(end)) {
            at++;
        }
        return at;
    }

    private static List<String> names(List<String> tokens, int from, String end) {
        List<String> names = new ArrayList<>(tokens.subList(from, indexOf(tokens, from, end)));
        names.removeIf(token -> !isName(token));
        return names;
    }

    /** What is in no table: names of metrics, labels that none of the metrics has. */
    Set<String> unknown(Map<String, Set<String>> known) {
        Set<String> unknown = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>();
        metrics.forEach((metric, labels) -> {
            Set<String> has = known.get(metric);
            if (has == null) {
                unknown.add(metric);
            } else {
                all.addAll(has);
                labels.stream()
                        .filter(label -> !has.contains(label))
                        .forEach(label -> unknown.add(metric + "{" + label + "}"));
            }
        });
        grouping.stream().filter(label -> !all.contains(label)).forEach(label -> unknown.add("by " + label));
        return unknown;
    }
}
