package dev.sluice;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.model.Routes;
import dev.sluice.testkit.Exchanges;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route has captured goes into a location encoded, and never chooses the host. */
class RedirectCapturesTest {
    private static Response redirected(String predicate, String location, String host, String target) {
        try (Gateway gateway = gateway(g -> {
            g.ambiguousTargets(Routes.Ambiguous.PASS);
            g.route("old", predicate, r -> r.redirect(308, location));
        })) {
            return gateway.handle(Exchanges.request("GET", target, Fields.of("Host", host), Body.empty()));
        }
    }

    private static String location(String predicate, String location, String host, String target) {
        Response answer = redirected(predicate, location, host, target);
        assertThat(answer.status().code()).isEqualTo(308);
        return answer.fields().first("Location").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "Path(\"/old/{rest...}\"), /new/{rest}, /old/a/b?x=%7e, /new/a/b?x=%7e",
        "Path(\"/old/{id}\"), /new/{id}, /old/a%20b, /new/a%20b",
        "Path(\"/old/{id}\"), /new?id={id}, /old/a%26b?x=1, /new?id=a%26b&x=1",
        "Path(\"/old/{id}\"), /new#{id}, /old/7?x=1, /new?x=1#7",
        "Path(\"/old/{id}\"), https://new.test/{id}, /old/7, https://new.test/7",
        "Path(\"/old/{id}\"), /{{{id}, /old/7, /{7",
    })
    void aCaptureIsEncodedForWhereItGoes(String predicate, String to, String target, String location) {
        assertThat(location(predicate, to, "a.test", target)).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/old//evil.test",
                "/old///evil.test",
                "/old/%2fevil.test",
                "/old/%2f%2fevil.test",
                "/old/%5cevil.test",
                "/old/\\evil.test",
                "/old/%5c%5cevil.test",
                "/old/%09/evil.test",
                "/old/https:/evil.test",
                "/old/@evil.test",
            })
    void aCaptureNeverLeadsToAnotherHost(String target) {
        Response answer = redirected("PathRegexp(\"^/old(?P<rest>/.*)$\")", "/{rest}", "a.test", target);
        answer.fields()
                .first("Location")
                .ifPresent(where -> assertThat(where)
                        .startsWith("/")
                        .doesNotStartWith("//")
                        .doesNotStartWith("/\\")
                        .doesNotContain("\\", "\t"));
        assertThat(answer.status().code()).isIn(308, 404);
    }

    @Test
    void aLabelOfTheHostMayBeTakenAlong() {
        String when = "Host(\"{tenant}.old.test\")";
        assertThat(location(when, "https://{tenant}.new.test/", "acme.old.test", "/?a"))
                .isEqualTo("https://acme.new.test/?a");
    }

    @Test
    void whatIsNoLabelMakesNoHost() {
        String when = "Path(\"/to/{name}\")";
        assertThat(location(when, "https://{name}.new.test/", "a.test", "/to/acme"))
                .isEqualTo("https://acme.new.test/");
        for (String name : List.of("evil.test%2f", "evil.test%23", "a%40b", "a.b", "%20")) {
            assertThat(redirected(when, "https://{name}.new.test/", "a.test", "/to/" + name)
                            .status()
                            .code())
                    .as(name)
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{rest}",
                "https://{rest}/x",
                "//{rest}/x",
                "https://example.com{rest}/x",
                "https://example.com.{rest}/",
                "https://{rest}@example.com/",
                "https://user@{rest}.example.com/",
                "https://{rest}.com/",
                "https://a.test:{rest}/",
                "{rest}",
                "http:/{rest}",
                "javascript:{rest}",
            })
    void aCaptureThatCouldChooseTheHostIsAMistake(String location) {
        assertThatThrownBy(() -> gateway(g -> g.route("old", "Path(\"/{rest...}\")", r -> r.redirect(308, location))))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("redirect: location '" + location + "' must");
    }

    @Test
    void aCaptureThatTheRouteHasNotIsAMistakeThatNamesBoth() {
        ProgramException wrong = catchThrowableOfType(
                ProgramException.class,
                () -> gateway(g -> g.scope("Host(\"{tenant}.test\")", s -> {
                    s.route("old", "Path(\"/old/{rest...}\")", r -> r.redirect(308, "/{tenant}/{rst}"));
                })));
        assertThat(wrong.mistakes())
                .singleElement()
                .asString()
                .contains("RedirectCapturesTest.java:")
                .endsWith("redirect: no predicate of route \"old\" captures {rst}; did you mean \"rest\"?");
        assertThatThrownBy(() -> proxy().redirect(308, "/{x}").handle(Exchanges.get("/")))
                .hasMessageContaining("captures {x}");
    }

    @Test
    void aCaptureThatAScopeAndARouteShareIsAMistake() {
        assertThatThrownBy(() -> gateway(g -> g.scope("Host(\"{a}.test\")", s -> {
                    s.route("old", "Path(\"/{a}\")", r -> r.redirect(308, "/{a}"));
                })))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("capture {a} stands in a scope and in Path");
    }
}
