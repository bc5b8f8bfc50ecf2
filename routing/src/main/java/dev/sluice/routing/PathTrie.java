package dev.sluice.routing;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of one host, by the segments of their paths. Items are ranks: the lower wins. Filled once, then only read. */
final class PathTrie {
    private static final int[] NONE = {};

    private final Node root = new Node();
    private int[] pathless = NONE;

    private static final class Node {
        private @Nullable RegionMap<Node> literals;
        private @Nullable Node open;
        private int[] here = NONE;
        private int[] below = NONE;
        private int best = Integer.MAX_VALUE;
    }

    /** Adds an item; ranks must rise. */
    void add(int rank, @Nullable PathPattern path) {
        if (path == null) {
            pathless = with(pathless, rank);
            return;
        }
        Node node = root;
        node.best = Math.min(node.best, rank);
        for (String segment : path.segments()) {
            node = child(node, segment);
            node.best = Math.min(node.best, rank);
        }
        if (path.hasRest()) {
            node.below = with(node.below, rank);
        } else {
            node.here = with(node.here, rank);
        }
    }

    private static Node child(Node node, String segment) {
        if (PathPattern.isOpen(segment)) {
            Node open = node.open == null ? new Node() : node.open;
            node.open = open;
            return open;
        }
        RegionMap<Node> literals = node.literals == null ? new RegionMap<>() : node.literals;
        node.literals = literals;
        Node known = literals.get(segment, 0, segment.length());
        if (known == null) {
            known = new Node();
            literals.put(segment, known);
        }
        return known;
    }

    private static int[] with(int[] ranks, int rank) {
        int[] more = Arrays.copyOf(ranks, ranks.length + 1);
        more[ranks.length] = rank;
        return more;
    }

    /** The lowest rank below a bound whose item holds; the bound if there is none. */
    int find(List<Item> items, MatchContext context, int bound) {
        int best = first(pathless, items, context, bound);
        String path = context.path();
        return path.startsWith("/") ? find(root, path, 0, items, context, best) : best;
    }

    /** At is where the slash before the next segment stands, or the end. */
    private static int find(Node node, String path, int at, List<Item> items, MatchContext context, int bound) {
        if (node.best >= bound) {
            return bound;
        }
        int best = first(node.below, items, context, bound);
        if (at == path.length()) {
            return first(node.here, items, context, best);
        }
        int slash = path.indexOf('/', at + 1);
        int end = slash < 0 ? path.length() : slash;
        Node literal = node.literals == null ? null : node.literals.get(path, at + 1, end);
        if (literal != null) {
            best = find(literal, path, end, items, context, best);
        }
        return node.open == null || end == at + 1 ? best : find(node.open, path, end, items, context, best);
    }

    private static int first(int[] ranks, List<Item> items, MatchContext context, int bound) {
        for (int rank : ranks) {
            if (rank >= bound) {
                return bound;
            }
            if (items.get(rank).restHolds(context)) {
                return rank;
            }
        }
        return bound;
    }
}
