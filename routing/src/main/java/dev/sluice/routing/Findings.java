package dev.sluice.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a table's author should know: entries that never get a request, and those that only their written order tells
 * apart. What it does not see it does not tell; what it tells is so. The work for an entry is bounded.
 */
final class Findings {
    private static final int MOST_COMPARED = 200;
    private static final int MOST_TOLD = 100;

    private final List<String> names;
    private final List<Item> items;
    private final Map<String, List<Integer>> byKey = new HashMap<>();
    private final List<String> told = new ArrayList<>();

    Findings(List<String> names, List<Item> ordered) {
        this.names = names;
        this.items = ordered;
    }

    List<String> all() {
        Map<Integer, Integer> uncovered = new HashMap<>();
        Map<Integer, Integer> cover = new HashMap<>();
        items.forEach(item -> uncovered.merge(item.entry(), 1, Integer::sum));
        for (int rank = 0; rank < items.size(); rank++) {
            Item item = items.get(rank);
            int before = coveredBy(item);
            if (before >= 0) {
                uncovered.merge(item.entry(), -1, Integer::sum);
                cover.putIfAbsent(item.entry(), items.get(before).entry());
            } else {
                tie(item);
            }
            byKey.computeIfAbsent(item.key(), key -> new ArrayList<>()).add(rank);
        }
        List<String> unreachable = new ArrayList<>();
        for (int entry = 0; entry < names.size(); entry++) {
            if (uncovered.getOrDefault(entry, 1) == 0 && cover.containsKey(entry)) {
                unreachable.add("route '" + names.get(entry) + "' never gets a request: '"
                        + names.get(cover.getOrDefault(entry, entry)) + "' is before it and takes all of them");
            }
        }
        return Stream.concat(unreachable.stream(), told.stream())
                .limit(MOST_TOLD)
                .toList();
    }

    /** The rank of an earlier item of another entry that takes all requests of this one, or -1. */
    private int coveredBy(Item item) {
        for (String key : keysAround(item)) {
            List<Integer> ranks = byKey.getOrDefault(key, List.of());
            for (int rank : ranks.subList(0, Math.min(ranks.size(), MOST_COMPARED))) {
                Item earlier = items.get(rank);
                if (earlier.entry() != item.entry() && earlier.covers(item)) {
                    return rank;
                }
            }
        }
        return -1;
    }

    /** The keys of hosts and paths that may cover an item's: its own, wildcards above the host, prefixes above the path. */
    private static List<String> keysAround(Item item) {
        List<String> hosts = new ArrayList<>(List.of(""));
        HostPattern host = item.host();
        if (host != null) {
            hosts.add(host.toString());
            String name = host.toString();
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                hosts.add("*" + name.substring(dot));
            }
        }
        List<String> paths = new ArrayList<>(List.of(""));
        PathPattern path = item.path();
        if (path != null) {
            paths.add(path.key());
            StringBuilder prefix = new StringBuilder();
            paths.add("/**");
            for (String segment : path.segments()) {
                prefix.append('/').append(PathPattern.isOpen(segment) ? "{}" : segment);
                paths.add(prefix + "/**");
            }
        }
        return hosts.stream()
                .distinct()
                .flatMap(one -> paths.stream().distinct().map(other -> one + " " + other))
                .toList();
    }

    private void tie(Item item) {
        List<Integer> ranks = byKey.getOrDefault(item.key(), List.of());
        for (int i = ranks.size() - 1; i >= Math.max(0, ranks.size() - MOST_COMPARED) && told.size() < MOST_TOLD; i--) {
            Item earlier = items.get(ranks.get(i));
            if (earlier.entry() != item.entry()
                    && Item.BY_SPECIFICITY.compare(earlier, item) == 0
                    && !earlier.excludes(item)) {
                told.add("routes '" + names.get(earlier.entry()) + "' and '" + names.get(item.entry())
                        + "' can take the same request and are equally specific: '" + names.get(earlier.entry())
                        + "' wins because it is written first; give one a priority");
                return;
            }
        }
    }
}
