package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Exchanges;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private final Upstream a = Upstream.of("http://a");
    private final Upstream b = Upstream.of("http://b");

    @Test
    void beginsAsTheFirstAttemptWithoutAnUpstream() {
        Request request = Exchanges.get("/x");
        assertThat(request.attempt()).isEqualTo(1);
        assertThat(request.upstream()).isEmpty();
        assertThat(request.tried()).isEmpty();
        assertThat(request).hasToString("GET /x");
    }

    @Test
    void remembersWhereEarlierAttemptsFailed() {
        Request third = Exchanges.get("/").again(Body.empty(), Optional.of(a)).again(Body.empty(), Optional.of(b));
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(third.tried()).containsExactly(a, b);
        assertThat(third.again(Body.empty(), Optional.empty()).tried()).containsExactly(a, b);
    }

    @Test
    void leavesTheOriginalCleanForTheNextAttempt() {
        Request request = Exchanges.get("/");
        Request changed = request.withUpstream(a).withFields(Fields.EMPTY).withBody(Body.of("x"));
        assertThat(changed.upstream()).contains(a);
        assertThat(request.upstream()).isEmpty();
        assertThat(request.fields().contains("Host")).isTrue();
        assertThat(request.body()).isSameAs(Body.empty());
    }

    @ParameterizedTest(name = "{0} has the path {1} and the query {2}")
    @CsvSource({"/a?b=c?d, /a, b=c?d", "/a, /a, ''", "/?, /, ''", "*, *, ''", "/%2e%2E/?, /%2e%2E/, ''"})
    void splitsTheTargetAtTheFirstQuestionMarkOnly(String target, String path, String query) {
        RequestHead head = new RequestHead("GET", target, Fields.EMPTY);
        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query);
        assertThat(head.target()).isEqualTo(target);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GET, true",
        "HEAD, true",
        "OPTIONS, true",
        "TRACE, true",
        "PUT, true",
        "DELETE, true",
        "POST, false",
        "PATCH, false",
        "get, false",
        "CONNECT, false"
    })
    void knowsWhichMethodsMayBeRepeated(String method, boolean idempotent) { // RFC 9110 §9.2.2
        assertThat(new RequestHead(method, "/", Fields.EMPTY).idempotent()).isEqualTo(idempotent);
    }
}
