package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import dev.sluice.expression.And;
import dev.sluice.expression.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry for a request: of those whose predicate holds, the first in an order that is total. First comes the
 * higher priority; then the host (exact, pattern with more literal characters, expression, none); then the path (exact;
 * template of fixed length; prefix or template with a rest: from the left a literal segment before an open one, and a
 * longer one before a shorter; expression; none); then more of the other conditions; then what was written first. An
 * entry with {@code ||} counts as one for each alternative.
 *
 * <p>The time to find depends on the length of host and path, and not on the number of entries, but for those without
 * host and path and those that differ in other conditions only. Immutable and thread-safe.
 *
 * @param <T> what the entries lead to
 */
public final class Table<T> {
    private final List<Entry<T>> entries;
    private final List<Item> items;
    private final Index index;
    private final boolean asksForMoment;

    /**
     * A row.
     *
     * @param name unlike all others
     * @param when which requests it takes
     * @param priority a higher one is preferred, whatever the predicates; 0 is usual
     * @param value what it leads to
     * @param <T> of the value
     */
    public record Entry<T>(String name, Expression<Request> when, int priority, T value) {}

    /**
     * Why an entry was taken or was not.
     *
     * @param entry its name
     * @param taken whether it is the one that {@link #find} gives
     * @param reason a sentence
     */
    public record Why(String entry, boolean taken, String reason) {
        @Override
        public String toString() {
            return entry + ": " + reason;
        }
    }

    private Table(List<Entry<T>> entries) {
        this.entries = List.copyOf(entries);
        this.items = IntStream.range(0, entries.size())
                .boxed()
                .flatMap(i -> Item.of(i, entries.get(i).when(), entries.get(i).priority()).stream())
                .sorted(Item.ORDER)
                .toList();
        this.index = new Index(items);
        this.asksForMoment = entries.stream().anyMatch(entry -> Moment.isAskedForBy(entry.when()));
    }

    /**
     * A table.
     *
     * @param entries in the order in which they were written
     * @param <T> what they lead to
     * @return the table
     * @throws IllegalArgumentException if two entries have one name, or a predicate captures a name twice
     */
    public static <T> Table<T> of(List<Entry<T>> entries) {
        Set<String> names = new HashSet<>();
        for (Entry<T> entry : entries) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException("two routes are named '" + entry.name() + "'");
            }
            Captures.namesOf(entry.when());
        }
        return new Table<>(entries);
    }

    /**
     * The request that {@link #find} is asked about, and {@link Captures} after it.
     *
     * @param request as received
     * @param ticker tells the time for time windows
     * @param random draws the number that shares are compared with
     * @return a copy with a {@link Moment} if an entry asks for one, else the request itself
     */
    public Request withMoment(Request request, Ticker ticker, RandomGenerator random) {
        return asksForMoment ? Moment.in(request, ticker, random) : request;
    }

    /**
     * Finds the entry for a request. Allocates nothing if the path is in normal form, with or without a query, but for the
     * addresses and texts that conditions on addresses, cookies, parameters of the query and parts of headers compare.
     * The normal form of the host is made by the request, once, and only if an entry asks for hosts.
     *
     * @param request to be decided about, as {@link #withMoment} gives it
     * @return the entry, or null if no predicate holds
     * @throws IllegalStateException if an entry asks for a moment and the request has none
     */
    public @Nullable Entry<T> find(Request request) {
        int rank = index.find(request);
        return rank < 0 ? null : entries.get(items.get(rank).entry());
    }

    /**
     * What its author should know: entries that never get a request because one before them takes all of theirs, and
     * pairs that only the order in which they are written tells apart. Not every such entry is seen; at most 100 are
     * told.
     *
     * @return a sentence each, naming both entries
     */
    public List<String> findings() {
        return new Findings(entries.stream().map(Entry::name).toList(), items).all();
    }

    /**
     * Why each entry takes a request or does not. Asks every predicate; for explanations, not for traffic.
     *
     * @param request to be decided about, as {@link #withMoment} gives it
     * @return for each entry, in written order
     */
    public List<Why> why(Request request) {
        Entry<T> found = find(request);
        List<Why> all = new ArrayList<>();
        for (Entry<T> entry : entries) {
            boolean taken = entry.equals(found);
            String reason = entry.when().test(request)
                    ? taken || found == null
                            ? "takes it: " + entry.when()
                            : "would take it, but '" + found.name() + "' is before it"
                    : "does not take it: " + refusal(entry.when(), request) + " does not hold";
            all.add(new Why(entry.name(), taken, reason));
        }
        return all;
    }

    private static Expression<Request> refusal(Expression<Request> when, Request request) {
        if (when instanceof And<Request> and) {
            for (Expression<Request> part : and.parts()) {
                if (!part.test(request)) {
                    return refusal(part, request);
                }
            }
        }
        return when;
    }
}
