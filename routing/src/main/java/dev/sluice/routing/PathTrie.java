package dev.sluice.routing;

import dev.sluice.core.Request;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of one host, by the segments of their paths. Items are ranks: the lower wins. Filled once, then only read. */
final class PathTrie {
    private static final int[] NONE = {};

    private final List<Item> items;
    private final Node root = new Node();
    private int[] pathless = NONE;

    private static final class Node {
        private @Nullable RegionMap<Node> literals;
        private @Nullable Node open;
        private int[] here = NONE;
        private int[] below = NONE;
        private int best = Integer.MAX_VALUE;
    }

    PathTrie(List<Item> items) {
        this.items = items;
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

    /** The lowest rank below a bound whose item holds; the bound if there is none. The path ends before an index. */
    int find(Request request, String path, int end, int bound) {
        int best = first(pathless, request, bound);
        return path.startsWith("/") ? find(root, 0, request, path, end, best) : best;
    }

    /** At is where the slash before the next segment stands, or the end. */
    private int find(Node node, int at, Request request, String path, int end, int bound) {
        if (node.best >= bound) {
            return bound;
        }
        int best = first(node.below, request, bound);
        if (at == end) {
            return first(node.here, request, best);
        }
        int slash = path.indexOf('/', at + 1, end);
        int next = slash < 0 ? end : slash;
        Node literal = node.literals == null ? null : node.literals.get(path, at + 1, next);
        if (literal != null) {
            best = find(literal, next, request, path, end, best);
        }
        return node.open == null || next == at + 1 ? best : find(node.open, next, request, path, end, best);
    }

    private int first(int[] ranks, Request request, int bound) {
        for (int rank : ranks) {
            if (rank >= bound) {
                return bound;
            }
            if (items.get(rank).restHolds(request)) {
                return rank;
            }
        }
        return bound;
    }
}
