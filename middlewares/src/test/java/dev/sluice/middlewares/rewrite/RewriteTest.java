package dev.sluice.middlewares.rewrite;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void findsMistakesWhenItIsBuilt() {
        RewriteOptions.Builder builder = RewriteOptions.builder();
        assertThatThrownBy(builder::build).hasMessage("rewrite: there is nothing to do");
        assertThatThrownBy(() -> builder.stripPrefix("api")).hasMessageContaining("stripPrefix 'api' must start with");
        assertThatThrownBy(() -> builder.addPrefix("/a b")).hasMessageContaining("addPrefix '/a b'");
        assertThatThrownBy(() -> builder.replacePath("/a?b")).hasMessageContaining("replacePath '/a?b'");
        assertThatThrownBy(() -> builder.regex("(", "x")).hasMessageContaining("rewrite: regex '('");
        assertThatThrownBy(() -> builder.regex("a", "$1")).hasMessageContaining("replacement '$1': No group 1");
        assertThatThrownBy(() -> builder.regex("a", "/b c")).hasMessageContaining("'/b c' must be encoded");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(middleware().describe()).isEqualTo("rewrite(stripPrefix /other)");
    }
}
