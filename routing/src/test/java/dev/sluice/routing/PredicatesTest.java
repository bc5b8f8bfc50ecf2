package dev.sluice.routing;

import static dev.sluice.routing.Predicates.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.expression.Expression;
import dev.sluice.expression.ExpressionException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicatesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "Any()§a§/§true",
                "Host(\"A.example\")§a.EXAMPLE.:8080§/§true",
                "Host(\"a.example\")§b.example§/§false",
                "Host(\"*.example.com\")§a.b.example.com§/§true",
                "Host(\"*.example.com\")§example.com§/§false",
                "Host(\"*.example.com\")§aexample.com§/§false",
                "Host(\"{t}.example.com\")§a.example.com§/§true",
                "Host(\"{t}.example.com\")§a.b.example.com§/§false",
                "Host(\"{t}.example.com\")§.example.com§/§false",
                "HostRegexp(\"^a[0-9]+$\")§A12:80§/§true",
                "Path(\"/a\")§h§/a?x§true",
                "Path(\"/a\")§h§/%61;v=1§true",
                "Path(\"/a\")§h§/a/§false",
                "Path(\"/a/{id}\")§h§/a/7§true",
                "Path(\"/a/{id}\")§h§/a/§false",
                "Path(\"/a/{id}\")§h§/a/7/8§false",
                "Path(\"/a/{rest...}\")§h§/a§true",
                "Path(\"/a/{rest...}\")§h§/a/b/c§true",
                "Path(\"/a/{rest...}\")§h§/ab§false",
                "PathPrefix(\"/v1\")§h§/v1§true",
                "PathPrefix(\"/v1\")§h§/v1/§true",
                "PathPrefix(\"/v1\")§h§//v1//x§true",
                "PathPrefix(\"/v1\")§h§/v1x§false",
                "PathPrefix(\"/\")§h§/§true",
                "PathPrefix(\"/\")§h§*§false",
                "PathRegexp(\"^/[a-z]+$\")§h§/abc§true",
                "Method(\"POST\", \"GET\")§h§/§true",
                "Method(\"POST\")§h§/§false",
                "Header(\"x-a\")§h§/§true",
                "Header(\"X-A\", \"one\")§h§/§true",
                "Header(\"X-A\", \"One\")§h§/§false",
                "HeaderPrefix(\"X-A\", \"on\")§h§/§true",
                "HeaderContains(\"X-A\", \"n\")§h§/§true",
                "HeaderRegexp(\"X-A\", \"^o.e$\")§h§/§true",
                "Query(\"q\")§h§/?a&q§true",
                "Query(\"q\")§h§/q§false",
                "Query(\"q\", \"a b\")§h§/?q=a+b§true",
                "Query(\"q x\", \"a\")§h§/?q%20x=%61§true",
                "QueryPrefix(\"q\", \"a\")§h§/?q=b&q=ab§true",
                "QueryContains(\"q\", \"z\")§h§/?q=ab§false",
                "QueryRegexp(\"q\", \"^[0-9]+$\")§h§/?q=12§true",
                "Cookie(\"SID\")§h§/§true",
                "Cookie(\"SID\", \"7\")§h§/§true",
                "CookiePrefix(\"SID\", \"8\")§h§/§false",
                "CookieContains(\"SID\", \"7\")§h§/§true",
                "CookieRegexp(\"SID\", \"7\")§h§/§true",
                "ClientIP(\"192.0.2.0/24\")§h§/§true",
                "ClientIP(\"10.0.0.0/8\")§h§/§false",
                "PeerIP(\"192.0.2.1\")§h§/§true",
                "Share(100)§h§/§true",
                "Share(0)§h§/§false",
                "!Header(\"X-B\") && (Path(\"/b\") || Path(\"/a\"))§h§/a§true",
            })
    void holdAsTheirWordsSay(String text, String host, String target, boolean holds) {
        Expression<Request> predicate = parse(text);
        assertThat(predicate.test(Requests.get(host, target, "X-A", "one", "Cookie", "a=b; SID=7")))
                .isEqualTo(holds);
        assertThat(parse(predicate.toString())).isEqualTo(predicate);
    }

    @Test
    void aPathWithStarsIsAPrefix() {
        assertThat(Predicates.path("/v1/**")).isEqualTo(Predicates.pathPrefix("/v1/"));
        assertThat(parse("Path(\"/v1/**\")")).hasToString("PathPrefix(\"/v1\")");
        assertThat(Predicates.path("/**")).isEqualTo(Predicates.pathPrefix("/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "Path(\"a\")§Path: a path must begin with /§6",
                "Any() && Path(\"/{a}/{a}\")§capture {a} stands twice§15",
                "Path(\"/x{a}\")§must be a whole segment§6",
                "Path(\"/{a...}/b\")§at the end§6",
                "Path(\"/a/../b\")§'..' segment§6",
                "Host(\"a:80\")§no port§6",
                "Host(\"a b\")§must be a name§6",
                "ClientIP(\"10.0.0.0/99\")§ClientIP:§10",
                "HeaderRegexp(\"X\", \"(\")§HeaderRegexp:§19",
                "Between(\"2026-01-02T00:00:00Z\", \"2026-01-01T00:00:00Z\")§must end after§1",
                "After(\"noon\")§RFC 3339§7",
                "Share(101)§0..100§1",
                "Share(1, \"ip\")§cookie:NAME§10",
                "Method()§too few§1",
                "Header(\"a\", \"b\", \"c\")§too many§18",
                "Nope()§unknown function Nope§1",
            })
    void mistakesNameWordAndPosition(String text, String problem, int position) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        wrong -> assertThat(wrong.position()).isEqualTo(position))
                .hasMessageContaining(problem);
    }

    @Test
    void typedMistakesNameWordAndArgument() {
        assertThatThrownBy(() -> Predicates.headerRegexp("X", "("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HeaderRegexp: ")
                .hasMessageContaining("(argument 2)");
    }

    @Test
    void timeWindowsFollowTheTicker() {
        ManualTicker ticker = new ManualTicker();
        Instant now = ticker.now();
        Request request = Moment.in(Exchanges.get("/"), ticker, new Random(1));
        assertThat(Predicates.after(now).test(request)).isTrue();
        assertThat(Predicates.before(now).test(request)).isFalse();
        assertThat(Predicates.between(now.minusSeconds(1), now.plusSeconds(1)).test(request))
                .isTrue();
        assertThat(parse("After(\"2999-01-01T01:00:00+01:00\")")).hasToString("After(\"2999-01-01T00:00:00Z\")");
    }

    @Test
    void aShareIsDrawnOnceForARequest() {
        Random random = new Random(7);
        long both = 0;
        long second = 0;
        for (int i = 0; i < 10_000; i++) {
            Request request = Moment.in(Exchanges.get("/"), new ManualTicker(), random);
            boolean small = Predicates.share(20).test(request);
            boolean large = Predicates.share(50).test(request);
            both += small ? 1 : 0;
            second += large && !small ? 1 : 0;
            assertThat(small && !large).isFalse();
        }
        assertThat(both).isBetween(1_800L, 2_200L);
        assertThat(second).isBetween(2_800L, 3_200L);
    }

    @Test
    void aShareByAKeyStaysWithTheKeyAndSpreadsKeys() {
        Expression<Request> third = Predicates.share(30, "cookie:SID");
        long taken = IntStream.range(0, 2_000)
                .filter(i -> third.test(Requests.get("h", "/" + i, "Cookie", "SID=user-" + i)))
                .count();
        assertThat(taken).isBetween(500L, 700L);
        boolean once = third.test(Requests.get("h", "/1", "Cookie", "SID=x"));
        for (int i = 0; i < 50; i++) {
            assertThat(third.test(Requests.get("h", "/" + i, "Cookie", "SID=x")))
                    .isEqualTo(once);
        }
    }

    @Test
    void onesOwnCodeIsNamedAndEqualOnlyToItself() {
        java.util.function.Predicate<Request> code = request -> request.target().length() > 3;
        Expression<Request> own = Predicates.when("long", code);
        Expression<Request> both = Predicates.method("GET").and(own.not());
        assertThat(own).isEqualTo(Predicates.when("long", code));
        assertThat(own).isNotEqualTo(Predicates.when("long", request -> true));
        assertThat(Predicates.opaque(both)).isEqualTo(List.of("long"));
        assertThat(Predicates.opaque(Predicates.any())).isEmpty();
        assertThat(own.test(Requests.get("h", "/long"))).isTrue();
        assertThatThrownBy(() -> parse(own.toString())).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "?%&=&", "//", "*", "/?q=%ff&%=1", "/a?", "http://x/y"})
    void strangeTargetsAreNoBugs(String target) {
        Request request = Exchanges.request("GET", target, Fields.EMPTY, Body.empty());
        for (String text :
                List.of("Query(\"q\", \"1\")", "Path(\"/{a}/{b...}\")", "Host(\"{a}.b\")", "PathPrefix(\"/\")")) {
            Expression<Request> predicate = parse(text);
            if (predicate.test(request)) {
                assertThat(Captures.of(predicate, request)).isNotNull();
            }
        }
    }
}
