package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.expression.And;
import dev.sluice.expression.Expression;
import dev.sluice.expression.Fact;
import dev.sluice.expression.Or;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alternative of an entry's predicate, taken apart for the index: at most one host and one path that the index
 * looks up, and the other conditions, which are asked.
 *
 * @param entry the number of the entry, as written
 * @param regexHost whether an expression decides about the host, where no pattern does
 * @param regexPath whether an expression decides about the path, where no pattern does
 * @param rest the conditions but host and path
 * @param conditions how many of the rest count for specificity
 */
record Item(
        int entry,
        int priority,
        @Nullable HostPattern host,
        @Nullable PathPattern path,
        boolean regexHost,
        boolean regexPath,
        List<Expression<Request>> rest,
        int conditions) {
    /** A predicate of more alternatives is kept whole: the index would grow without bounds. */
    static final int MOST_ALTERNATIVES = 64;

    private static final Comparator<Item> BY_PRIORITY =
            Comparator.comparingInt(Item::priority).reversed();
    private static final Comparator<Item> BY_HOST =
            Comparator.comparingInt(Item::hostClass).thenComparingInt(item -> -item.hostLiterals());
    private static final Comparator<Item> BY_PATH =
            Comparator.comparingInt(Item::pathClass).thenComparing(Item::pathKinds);

    /** All but the written order. */
    static final Comparator<Item> BY_SPECIFICITY =
            BY_PRIORITY.thenComparing(BY_HOST).thenComparing(BY_PATH).thenComparingInt(item -> -item.conditions);

    static final Comparator<Item> ORDER = BY_SPECIFICITY.thenComparingInt(Item::entry);

    static List<Item> of(int entry, Expression<Request> when, int priority) {
        List<List<Expression<Request>>> alternatives = alternatives(when);
        if (alternatives.size() > MOST_ALTERNATIVES) {
            alternatives = List.of(List.of(when));
        }
        return alternatives.stream().map(parts -> item(entry, priority, parts)).toList();
    }

    /** The disjunctive normal form, up to one alternative more than are taken. */
    private static List<List<Expression<Request>>> alternatives(Expression<Request> when) {
        List<List<Expression<Request>>> all = new ArrayList<>();
        switch (when) {
            case Or<Request> or -> {
                for (Expression<Request> part : or.parts()) {
                    if (all.size() <= MOST_ALTERNATIVES) {
                        all.addAll(alternatives(part));
                    }
                }
            }
            case And<Request> and -> {
                all.add(List.of());
                for (Expression<Request> part : and.parts()) {
                    if (all.size() <= MOST_ALTERNATIVES) {
                        all = product(all, alternatives(part));
                    }
                }
            }
            default -> all.add(List.of(when));
        }
        return all;
    }

    private static List<List<Expression<Request>>> product(
            List<List<Expression<Request>>> left, List<List<Expression<Request>>> right) {
        List<List<Expression<Request>>> all = new ArrayList<>();
        for (List<Expression<Request>> one : left) {
            for (List<Expression<Request>> other : right) {
                List<Expression<Request>> both = new ArrayList<>(one);
                both.addAll(other);
                all.add(both);
            }
            if (all.size() > MOST_ALTERNATIVES) {
                return all;
            }
        }
        return all;
    }

    private static Item item(int entry, int priority, List<Expression<Request>> parts) {
        HostPattern host = null;
        PathPattern path = null;
        boolean regexHost = false;
        boolean regexPath = false;
        List<Expression<Request>> rest = new ArrayList<>();
        for (Expression<Request> part : parts) {
            Object meaning = part instanceof Fact<Request> fact ? fact.meaning() : part;
            if (host == null && meaning instanceof HostPattern pattern) {
                host = pattern;
            } else if (path == null && meaning instanceof PathPattern pattern) {
                path = pattern;
            } else if (!part.equals(Predicates.any())) {
                rest.add(part);
                regexHost |= meaning instanceof RegexMatch regex && regex.host();
                regexPath |= meaning instanceof RegexMatch regex && !regex.host();
            }
        }
        int regexes = (host == null && regexHost ? 1 : 0) + (path == null && regexPath ? 1 : 0);
        return new Item(entry, priority, host, path, regexHost, regexPath, List.copyOf(rest), rest.size() - regexes);
    }

    private int hostClass() {
        if (host != null) {
            return host.isExact() ? 0 : 1;
        }
        return regexHost ? 2 : 3;
    }

    private int hostLiterals() {
        return host == null || host.isExact() ? 0 : host.literals();
    }

    private int pathClass() {
        if (path != null) {
            return path.hasRest() ? 2 : path.isExact() ? 0 : 1;
        }
        return regexPath ? 3 : 4;
    }

    private String pathKinds() {
        return path == null || path.isExact() ? "" : path.kinds();
    }

    /** What of it the index has not settled. */
    boolean restHolds(Request request) {
        if (host != null && !host.isExact() && !host.test(request)) {
            return false;
        }
        for (int i = 0; i < rest.size(); i++) {
            if (!rest.get(i).test(request)) {
                return false;
            }
        }
        return true;
    }

    /** Whether each request of the other one is surely one of this. */
    boolean covers(Item other) {
        boolean hosts = host == null || (other.host != null && host.covers(other.host));
        boolean paths = path == null || (other.path != null && path.covers(other.path));
        return hosts && paths && other.rest.containsAll(rest);
    }

    /** What two items of the same host and path have in common; without a pattern it is the empty text. */
    String key() {
        return (host == null ? "" : host.toString()) + " " + (path == null ? "" : path.key());
    }

    /** Whether no request can be one of both, as far as one sees. */
    boolean excludes(Item other) {
        for (Expression<Request> mine : rest) {
            for (Expression<Request> theirs : other.rest) {
                if (mine.equals(theirs.not()) || differ(mine, theirs)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean differ(Expression<Request> left, Expression<Request> right) {
        if (!(left instanceof Fact<Request> mine) || !(right instanceof Fact<Request> theirs)) {
            return false;
        }
        if (mine.meaning() instanceof MethodMatch one && theirs.meaning() instanceof MethodMatch other) {
            return !one.meets(other);
        }
        return mine.meaning() instanceof NamedValue(NamedValue.Kind kind, String name, TextTest.Equal test)
                && theirs.meaning()
                        instanceof NamedValue(NamedValue.Kind otherKind, String otherName, TextTest.Equal otherTest)
                && kind == otherKind
                && name.equals(otherName)
                && !test.equals(otherTest);
    }
}
