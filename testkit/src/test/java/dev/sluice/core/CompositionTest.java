package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Exchanges;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The laws of composition: written order is the order, outermost first; grouping does not matter; there is a unit. */
class CompositionTest {
    private static final Middleware IDENTITY = (request, next) -> next.handle(request);

    private static final Handler ECHO = request -> Response.of(io.helidon.http.Status.OK_200, request.target());

    /** Leaves its mark on the way in (in the target) and on the way out (in a field). */
    private static Middleware marking(String mark) {
        return (request, next) -> {
            Response response = next.handle(request.withHead(request.head().withTarget(request.target() + mark)));
            return response.withFields(
                    response.fields().toBuilder().add("Mark", mark).build());
        };
    }

    private static Middleware compose(Middleware outer, Middleware inner) {
        return (request, next) -> outer.handle(request, inner.around(next));
    }

    private static String run(Middleware middleware) {
        Response response = middleware.around(ECHO).handle(Exchanges.get("/"));
        return response.fields().all("Mark") + " " + Exchanges.send(response);
    }

    private static Middleware pipeline(List<String> marks) {
        return marks.stream().map(CompositionTest::marking).reduce(IDENTITY, CompositionTest::compose);
    }

    @Test
    void runsInWrittenOrderInwardsAndInReverseOutwards() {
        assertThat(run(pipeline(List.of("a", "b", "c")))).isEqualTo("[c, b, a] /abc");
    }

    @Property(tries = 50, seed = "7")
    void isAssociative(
            @ForAll @AlphaChars @StringLength(3) String a,
            @ForAll @AlphaChars @StringLength(3) String b,
            @ForAll @AlphaChars @StringLength(3) String c) {
        assertThat(run(compose(compose(marking(a), marking(b)), marking(c))))
                .isEqualTo(run(compose(marking(a), compose(marking(b), marking(c)))));
    }

    @Property(tries = 50, seed = "7")
    void hasAnIdentityOnBothSides(@ForAll @Size(max = 5) List<@AlphaChars @StringLength(2) String> marks) {
        String expected = run(pipeline(marks));
        assertThat(run(compose(IDENTITY, pipeline(marks)))).isEqualTo(expected);
        assertThat(run(compose(pipeline(marks), IDENTITY))).isEqualTo(expected);
    }

    @Property(tries = 50, seed = "7")
    void hidesAnAdmittingGate(@ForAll @Size(max = 5) List<@AlphaChars @StringLength(2) String> marks) {
        Gate gate = request -> Verdict.admit();
        assertThat(run(compose(gate, pipeline(marks)))).isEqualTo(run(pipeline(marks)));
        assertThat(run(compose(pipeline(marks), gate))).isEqualTo(run(pipeline(marks)));
    }
}
