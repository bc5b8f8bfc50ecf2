package dev.sluice.routing;

import dev.sluice.core.Attributes;
import dev.sluice.core.Captured;
import dev.sluice.core.Request;
import dev.sluice.expression.And;
import dev.sluice.expression.Expression;
import dev.sluice.expression.Fact;
import dev.sluice.expression.Not;
import dev.sluice.expression.Or;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the named parts of a predicate have matched. Only conditions that hold capture: nothing under a negation, and of
 * the alternatives of {@code ||} the first that holds. Immutable.
 */
public final class Captures implements Captured {
    /** No capture. */
    public static final Captures EMPTY = new Captures(Map.of());

    /** Where the captures of the route that a request took are found. */
    public static final Attributes.Key<Captures> KEY = Attributes.key("captures", Captures.class);

    /** Where the name of the route that a request took is found. */
    public static final Attributes.Key<String> ROUTE = Attributes.key("route", String.class);

    private final Map<String, Capture> byName;

    /**
     * One captured text.
     *
     * @param segments of a path, decoded, one char an octet; of anything else one
     */
    record Capture(List<String> segments) {
        Capture(String octets) {
            this(List.of(octets));
        }

        String text() {
            return Octets.text(String.join("/", segments));
        }
    }

    /** A meaning of a fact that captures. */
    interface Capturing {
        Set<String> captures();

        void capture(Request request, Map<String, Capture> into);
    }

    private Captures(Map<String, Capture> byName) {
        this.byName = byName;
    }

    /**
     * The captures of a predicate that holds.
     *
     * @param when the predicate
     * @param request for which it holds
     * @return its captures, empty if it has none
     */
    public static Captures of(Expression<Request> when, Request request) {
        if (!mayCapture(when)) {
            return EMPTY;
        }
        Map<String, Capture> found = new TreeMap<>();
        collect(when, request, found);
        return found.isEmpty() ? EMPTY : new Captures(found);
    }

    /** Asked for every request, so it makes nothing. */
    private static boolean mayCapture(Expression<Request> when) {
        return switch (when) {
            case And<Request> and -> anyMayCapture(and.parts());
            case Or<Request> or -> anyMayCapture(or.parts());
            case Fact<Request> fact ->
                fact.meaning() instanceof Capturing capturing
                        && !capturing.captures().isEmpty();
            case Not<Request> not -> false;
        };
    }

    private static boolean anyMayCapture(List<Expression<Request>> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (mayCapture(parts.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static void collect(Expression<Request> when, Request request, Map<String, Capture> into) {
        switch (when) {
            case And<Request> and -> and.parts().forEach(part -> collect(part, request, into));
            case Or<Request> or -> {
                for (Expression<Request> part : or.parts()) {
                    if (part.test(request)) {
                        collect(part, request, into);
                        return;
                    }
                }
            }
            case Fact<Request> fact -> {
                if (fact.meaning() instanceof Capturing capturing) {
                    capturing.capture(request, into);
                }
            }
            case Not<Request> not -> {}
        }
    }

    /**
     * What a router hands on to the steps of a route.
     *
     * @param route the route's name
     * @param when its predicate, which holds
     * @param request for which it holds
     * @return the name under {@link #ROUTE}, and the captures under {@link #KEY} if there are any
     */
    public static Attributes attributes(String route, Expression<Request> when, Request request) {
        Attributes named = Attributes.EMPTY.with(ROUTE, route);
        Captures captures = of(when, request);
        return captures.byName.isEmpty()
                ? named
                : named.with(Captured.KEY, captures).with(KEY, captures);
    }

    /**
     * The names that a predicate may capture.
     *
     * @param when the predicate
     * @return the names, in order of the alphabet; one that only some alternatives of a {@code ||} have is among them
     * @throws IllegalArgumentException if two conditions that hold together capture the same name
     */
    public static Set<String> namesOf(Expression<Request> when) {
        return switch (when) {
            case And<Request> and -> {
                Set<String> names = new TreeSet<>();
                for (Expression<Request> part : and.parts()) {
                    for (String name : namesOf(part)) {
                        if (!names.add(name)) {
                            throw new IllegalArgumentException("capture {" + name + "} stands twice in " + when);
                        }
                    }
                }
                yield names;
            }
            case Or<Request> or ->
                or.parts().stream()
                        .flatMap(part -> namesOf(part).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
            case Fact<Request> fact ->
                fact.meaning() instanceof Capturing capturing ? new TreeSet<>(capturing.captures()) : Set.of();
            case Not<Request> not -> Set.of();
        };
    }

    @Override
    public String text(String name) {
        return get(name).orElse("");
    }

    /**
     * A captured text.
     *
     * @param name of the capture
     * @return the text, percent-decoded as UTF-8; empty if nothing was captured under the name
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(byName.get(name)).map(Capture::text);
    }

    /**
     * The names.
     *
     * @return in order of the alphabet
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    @Nullable
    Capture capture(String name) {
        return byName.get(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Captures that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** Such as {@code {id=7}}. */
    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().text())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
