package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All items by host: exact ones, those that end in literal labels, and those that any host may meet. */
final class Index {
    private final List<Item> items;
    private final RegionMap<PathTrie> exact = new RegionMap<>();
    private final RegionMap<PathTrie> suffixes = new RegionMap<>();
    private final PathTrie any;
    private final boolean hasHosts;

    /** The items must be in order. */
    Index(List<Item> ordered) {
        items = List.copyOf(ordered);
        any = new PathTrie(items);
        for (int rank = 0; rank < items.size(); rank++) {
            Item item = items.get(rank);
            trie(item.host()).add(rank, item.path());
        }
        hasHosts = !exact.isEmpty() || !suffixes.isEmpty();
    }

    private PathTrie trie(@Nullable HostPattern host) {
        if (host == null || host.suffix().isEmpty()) {
            return any;
        }
        RegionMap<PathTrie> map = host.isExact() ? exact : suffixes;
        String key = host.suffix();
        PathTrie known = map.get(key, 0, key.length());
        if (known == null) {
            known = new PathTrie(items);
            map.put(key, known);
        }
        return known;
    }

    /** The first item that holds, or -1. */
    int find(Request request) {
        int normalEnd = NormalPath.normalEnd(request.target());
        String path = normalEnd < 0 ? NormalPath.of(request.target()) : request.target();
        int end = normalEnd < 0 ? path.length() : normalEnd;
        int none = items.size();
        int best = hasHosts ? ofHost(request, path, end, none) : none;
        best = any.find(request, path, end, best);
        return best == none ? -1 : best;
    }

    private int ofHost(Request request, String path, int end, int none) {
        String host = request.host();
        PathTrie one = exact.get(host, 0, host.length());
        int best = one == null ? none : one.find(request, path, end, none);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            PathTrie below = suffixes.get(host, dot + 1, host.length());
            best = below == null ? best : below.find(request, path, end, best);
        }
        return best;
    }
}
