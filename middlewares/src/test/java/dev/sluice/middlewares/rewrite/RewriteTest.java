package dev.sluice.middlewares.rewrite;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Response;
import dev.sluice.core.options.MistakesException;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewriteTest implements MiddlewareContract {
    @Override
    public Middleware middleware() {
        return new Rewrite(RewriteOptions.builder().stripPrefix("/other").build());
    }

    private static String rewritten(String target, UnaryOperator<RewriteOptions.Builder> steps) {
        RecordingHandler next = RecordingHandler.ok();
        new Rewrite(steps.apply(RewriteOptions.builder()).build())
                .handle(get(target), next)
                .close();
        return next.last().target();
    }

    @Test
    void isWrittenAsInThePackageComment() {
        RecordingHandler handler = RecordingHandler.ok();
        RewriteOptions options = RewriteOptions.builder()
                .stripPrefix("/api")
                .regex("^/users/([0-9]+)$", "/v2/user?id=$1")
                .build();
        Handler rewritten = new Rewrite(options).around(handler);
        rewritten.handle(get("/api/users/7")).close();
        assertThat(handler.last().target()).isEqualTo("/v2/user?id=7");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/x, /x",
        "/api, /",
        "/api/, /",
        "/api?q=/api/x, /?q=/api/x",
        "/apis, /apis",
        "/x/api/y, /x/api/y",
        "/api/%2Fa%20b?c=%41, /%2Fa%20b?c=%41",
        "*, *",
    })
    void stripsWholeSegmentsAndKeepsTheRestByteForByte(String target, String expected) {
        assertThat(rewritten(target, steps -> steps.stripPrefix("/api"))).isEqualTo(expected);
    }

    @Test
    void addsAPrefix() {
        assertThat(rewritten("/x?y", steps -> steps.addPrefix("/v1"))).isEqualTo("/v1/x?y");
    }

    @Test
    void replacesThePathAndKeepsTheQuery() {
        assertThat(rewritten("/a/b?c=d", steps -> steps.replacePath("/x"))).isEqualTo("/x?c=d");
        assertThat(rewritten("/a/b", steps -> steps.replacePath("/x"))).isEqualTo("/x");
    }

    @Test
    void keepsTheSlashInFrontWhateverAnExpressionDoes() {
        assertThat(rewritten("/a/b", steps -> steps.regex("^/a/", ""))).isEqualTo("/b");
    }

    @Test
    void runsNothingThatATargetHolds() {
        assertThat(rewritten("/a/$1${x}{{y}}", steps -> steps.regex("^/a(.*)$", "/b$1")))
                .isEqualTo("/b/$1${x}{{y}}");
    }

    @Test
    void takesNamedGroups() {
        assertThat(rewritten("/u/7", steps -> steps.regex("^/u/(?<id>\\d+)$", "/user/${id}")))
                .isEqualTo("/user/7");
    }

    @ParameterizedTest
    @CsvSource({
        "/users/7, /v2/user?id=7",
        "/users/7?x=1, /v2/user?id=7&x=1",
        "/users/7?, /v2/user?id=7",
        "/users/7?id=8&id=/users/9, /v2/user?id=7&id=8&id=/users/9",
        "/users/7/x?y, /users/7/x?y",
        "/x?/users/7, /x?/users/7",
    })
    void matchesThePathAndMergesTheQuery(String target, String expected) {
        assertThat(rewritten(target, steps -> steps.regex("^/users/([0-9]+)$", "/v2/user?id=$1")))
                .isEqualTo(expected);
    }

    @Test
    void keepsTheQueryWhereTheReplacementHasNone() {
        assertThat(rewritten("/a/b?c=d?e", steps -> steps.regex("^/a/", "/x/"))).isEqualTo("/x/b?c=d?e");
        assertThat(rewritten("/a/b?c=d", steps -> steps.regex("^/a/(.*)$", "/$1?")))
                .isEqualTo("/b?c=d");
    }

    @Test
    void runsStepsInWrittenOrder() {
        assertThat(rewritten(
                        "/api/users/7?x=1",
                        steps -> steps.stripPrefix("/api")
                                .regex("^/users/(.*)$", "/$1?u=1")
                                .addPrefix("/v2")))
                .isEqualTo("/v2/7?u=1&x=1");
    }

    @Test
    void isNotStoppedByAnExpressionThatBacktracks() { // two such GETs stopped the whole gateway for 10 s
        String hostile = "/" + "a/".repeat(4 * 1024);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(rewritten(hostile, steps -> steps.regex("^/(.*)/(.*)/(.*)/x$", "/$1")))
                        .isEqualTo(hostile));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../admin",
                "/api/%2e%2e/admin",
                "/api/..%2fadmin",
                "/api/..\\admin",
                "/api/..;x/admin",
                "/x/../api/admin",
                "/./api/x",
            })
    void refusesDotSegmentsInEverySpelling(String target) {
        List<UnaryOperator<RewriteOptions.Builder>> rewritings = List.of(
                steps -> steps.stripPrefix("/api"),
                steps -> steps.addPrefix("/base"),
                steps -> steps.replacePath("/x"),
                steps -> steps.regex("^/api(.*)$", "$1"));
        for (UnaryOperator<RewriteOptions.Builder> steps : rewritings) {
            assertRefused(target, steps);
        }
    }

    @Test
    void refusesDotSegmentsThatOnlyTheRewritingMakes() {
        assertRefused("/api../admin", steps -> steps.regex("^/api(.*)$", "/$1"));
    }

    private static void assertRefused(String target, UnaryOperator<RewriteOptions.Builder> steps) {
        RecordingHandler next = RecordingHandler.ok();
        Response response = new Rewrite(steps.apply(RewriteOptions.builder()).build()).handle(get(target), next);
        assertThat(response.status().code()).isEqualTo(400);
        assertThat(response.provenance().reason()).isEqualTo("ambiguous-target");
        assertThat(next.requests()).isEmpty();
    }

    @Test
    void rewritesDotSegmentsIfTheyAreAllowed() {
        assertThat(rewritten("/api/../admin", steps -> steps.stripPrefix("/api").allowDotSegments()))
                .isEqualTo("/../admin");
    }

    @Test
    void letsDotsInAQueryPass() {
        assertThat(rewritten("/api/x?file=/../y", steps -> steps.stripPrefix("/api")))
                .isEqualTo("/x?file=/../y");
    }

    @Test
    void tellsAllMistakesTogether() {
        RewriteOptions.Builder builder = RewriteOptions.builder()
                .stripPrefix("api")
                .addPrefix("/a b")
                .replacePath("/a?b")
                .regex("^/(a", "x")
                .regex("a", "/b c$1");
        assertThatThrownBy(builder::build).isInstanceOfSatisfying(MistakesException.class, all -> {
            assertThat(all.mistakes()).hasSize(6);
            assertThat(all.mistakes().get(0)).startsWith("stripPrefix 'api' must be an encoded path");
            assertThat(all.mistakes().get(1)).startsWith("addPrefix '/a b'");
            assertThat(all.mistakes().get(2)).startsWith("replacePath '/a?b'");
            assertThat(all.mistakes().get(3)).startsWith("regex '^/(a': unclosed group (character 5)");
            assertThat(all.mistakes().get(4))
                    .startsWith("regex 'a': replacement '/b c$1': there is no group 1 (character 5)");
            assertThat(all.mistakes().get(5)).isEqualTo("regex: replacement '/b c$1' must be encoded");
        });
        assertThatThrownBy(() -> RewriteOptions.builder().build()).hasMessage("steps must not be empty");
    }

    @Test
    void isDataThatIsComparedByValueAndCanBeWrittenAndRead() {
        Supplier<RewriteOptions> written = () -> RewriteOptions.builder()
                .stripPrefix("/api")
                .addPrefix("/v2")
                .replacePath("/x")
                .regex("^/a(.*)$", "/b$1")
                .allowDotSegments()
                .build();
        RewriteOptions options = written.get();
        assertThat(options).isEqualTo(written.get()).hasSameHashCodeAs(written.get());
        Map<String, Object> data = RewriteType.TYPE.options().stream()
                .collect(Collectors.toMap(OptionSpec::key, option -> option.write(options)));
        assertThat(RewriteType.TYPE.read(OptionValues.of(RewriteType.TYPE, data)))
                .isEqualTo(options);
        assertThatThrownBy(() -> OptionValues.of(RewriteType.TYPE, Map.of("steps", List.of(Map.of("strip", "/a")))))
                .hasMessageContaining("steps must be strip-prefix: PATH")
                .hasMessageContaining("is {strip=/a}");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(middleware().describe()).isEqualTo("rewrite(stripPrefix /other)");
    }
}
