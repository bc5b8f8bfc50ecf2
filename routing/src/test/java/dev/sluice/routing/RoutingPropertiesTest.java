package dev.sluice.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.routing.Table.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Typed and text agree; the index finds what asking every entry in order finds. */
class RoutingPropertiesTest {
    /** A typed predicate and the text that means the same. */
    record Twin(Expression<Request> typed, String text) {}

    @Property
    void typedAndTextAgree(@ForAll("predicates") Twin twin, @ForAll("requests") Request request) {
        Expression<Request> parsed = Predicates.parse(twin.text());
        assertThat(parsed).isEqualTo(twin.typed());
        assertThat(Predicates.parse(twin.typed().toString())).isEqualTo(twin.typed());
        assertThat(parsed.test(request)).isEqualTo(twin.typed().test(request));
    }

    @Property(tries = 3_000)
    void theIndexFindsWhatAskingAllInOrderFinds(
            @ForAll("tables") List<Entry<Integer>> entries, @ForAll("requests") Request request) {
        Entry<Integer> expected = IntStream.range(0, entries.size())
                .boxed()
                .flatMap(i -> Item.of(i, entries.get(i).when(), entries.get(i).priority()).stream())
                .sorted(Item.ORDER)
                .filter(item -> holds(item, request))
                .findFirst()
                .map(item -> entries.get(item.entry()))
                .orElse(null);
        Table<Integer> table = Table.of(entries);
        Entry<Integer> found = table.find(request);
        assertThat(found).isEqualTo(expected);
        assertThat(found != null)
                .isEqualTo(entries.stream().anyMatch(entry -> entry.when().test(request)));
        if (found != null) {
            assertThat(found.when().test(request)).isTrue();
            assertThat(table.findings()).noneMatch(told -> told.startsWith("route '" + found.name() + "' never"));
        }
        assertThat(table.why(request).stream().filter(Table.Why::taken).count()).isEqualTo(found == null ? 0 : 1);
    }

    private static boolean holds(Item item, Request request) {
        HostPattern host = item.host();
        PathPattern path = item.path();
        return (host == null || host.test(request))
                && (path == null || path.test(request))
                && item.rest().stream().allMatch(part -> part.test(request));
    }

    @Provide
    Arbitrary<List<Entry<Integer>>> tables() {
        return Combinators.combine(
                        predicates().filter(RoutingPropertiesTest::capturesOnce), Arbitraries.of(0, 0, 0, 0, 1, -1))
                .as((twin, priority) -> new Entry<>("", twin.typed(), priority, 0))
                .list()
                .ofMaxSize(12)
                .map(entries -> {
                    List<Entry<Integer>> named = new ArrayList<>();
                    for (Entry<Integer> entry : entries) {
                        named.add(new Entry<>("r" + named.size(), entry.when(), entry.priority(), named.size()));
                    }
                    return named;
                });
    }

    private static boolean capturesOnce(Twin twin) {
        try {
            Captures.namesOf(twin.typed());
            return true;
        } catch (IllegalArgumentException twice) {
            return false;
        }
    }

    @Provide
    Arbitrary<Twin> predicates() {
        return combined(3);
    }

    private static Arbitrary<Twin> combined(int depth) {
        if (depth == 0) {
            return facts();
        }
        Arbitrary<Twin> inner = combined(depth - 1);
        return Arbitraries.oneOf(
                facts(),
                inner.map(one -> new Twin(one.typed().not(), "!(" + one.text() + ")")),
                Combinators.combine(inner, inner)
                        .as((a, b) -> new Twin(a.typed().and(b.typed()), "(" + a.text() + ") && (" + b.text() + ")")),
                Combinators.combine(inner, inner)
                        .as((a, b) -> new Twin(a.typed().or(b.typed()), "(" + a.text() + ") || (" + b.text() + ")")));
    }

    private static Arbitrary<Twin> facts() {
        Arbitrary<Twin> hosts = Arbitraries.of("a.b.c", "B.c", "*.b.c", "*.c", "*.a.b.c", "{x}.b.c", "x.{x}.c")
                .map(host -> new Twin(Predicates.host(host), "Host(\"" + host + "\")"));
        Arbitrary<Twin> paths = Arbitraries.of(
                        "/", "/a", "/a/", "/a/b", "/%61/c", "/a/**", "/**", "/a/b/**", "/{p}", "/a/{q}", "/{p}/b",
                        "/{r...}")
                .map(path -> new Twin(Predicates.path(path), "Path(\"" + path + "\")"));
        Arbitrary<Twin> prefixes = Arbitraries.of("/", "/a", "/a/", "/a/b", "/b")
                .map(path -> new Twin(Predicates.pathPrefix(path), "PathPrefix(`" + path + "`)"));
        return Arbitraries.oneOf(hosts, paths, prefixes, others());
    }

    private static Arbitrary<Twin> others() {
        return Arbitraries.of(
                new Twin(Predicates.any(), "Any()"),
                new Twin(Predicates.method("GET"), "Method(\"GET\")"),
                new Twin(Predicates.method("GET", "PUT"), "Method(\"GET\", \"PUT\")"),
                new Twin(Predicates.hasHeader("X"), "Header(\"X\")"),
                new Twin(Predicates.header("X", "1"), "Header(\"X\", \"1\")"),
                new Twin(Predicates.queryPrefix("q", "1"), "QueryPrefix(\"q\", \"1\")"),
                new Twin(Predicates.hostRegexp("b"), "HostRegexp(\"b\")"),
                new Twin(Predicates.pathRegexp("/b$"), "PathRegexp(\"/b$\")"),
                new Twin(Predicates.client("192.0.2.0/24"), "ClientIP(\"192.0.2.0/24\")"),
                new Twin(Predicates.share(50), "Share(50)"));
    }

    @Provide
    Arbitrary<Request> requests() {
        return Combinators.combine(
                        Arbitraries.of("GET", "PUT", "POST"),
                        Arbitraries.of("a.b.c", "b.c", "x.b.c:80", "A.B.C.", "c", "", "x.a.b.c"),
                        Arbitraries.of("/", "/a", "/a/", "/a/b", "//a/c", "/a/b/c;x", "/b", "*", "/a?q=12", ""),
                        Arbitraries.of("1", "2"))
                .as((method, host, target, value) -> Requests.request(method, host, target, "X", value));
    }
}
