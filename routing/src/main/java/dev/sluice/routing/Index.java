package dev.sluice.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All items by host: exact ones, those that end in literal labels, and those that any host may meet. */
final class Index {
    private final List<Item> items;
    private final RegionMap<PathTrie> exact = new RegionMap<>();
    private final RegionMap<PathTrie> suffixes = new RegionMap<>();
    private final PathTrie any = new PathTrie();

    /** The items must be in order. */
    Index(List<Item> ordered) {
        items = List.copyOf(ordered);
        for (int rank = 0; rank < items.size(); rank++) {
            Item item = items.get(rank);
            trie(item.host()).add(rank, item.path());
        }
    }

    private PathTrie trie(@Nullable HostPattern host) {
        if (host == null || host.suffix().isEmpty()) {
            return any;
        }
        RegionMap<PathTrie> map = host.isExact() ? exact : suffixes;
        String key = host.suffix();
        PathTrie known = map.get(key, 0, key.length());
        if (known == null) {
            known = new PathTrie();
            map.put(key, known);
        }
        return known;
    }

    /** The first item that holds, or -1. */
    int find(MatchContext context) {
        String host = context.host();
        int none = items.size();
        PathTrie one = exact.get(host, 0, host.length());
        int best = one == null ? none : one.find(items, context, none);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            PathTrie below = suffixes.get(host, dot + 1, host.length());
            best = below == null ? best : below.find(items, context, best);
        }
        best = any.find(items, context, best);
        return best == none ? -1 : best;
    }
}
