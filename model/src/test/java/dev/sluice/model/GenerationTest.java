package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Response;
import dev.sluice.routing.Predicates;
import dev.sluice.testkit.Exchanges;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private final Parts parts = new Parts();

    private static Model model(Terminal<?> terminal, Step<?>... steps) {
        return new Model(new Chain(List.of(steps), terminal));
    }

    @Test
    void runsTheStepsInTheOrderInWhichTheyAreWritten() {
        Generation generation = Generation.of(
                new Model(new Chain(
                        List.of(parts.step("a"), parts.step("b")),
                        new Chain(List.of(parts.step("c")), parts.terminal("end")))),
                Parts.environment());
        try (Response response = whole(generation).handle(Exchanges.get("/"))) {
            assertThat(response.status().code()).isEqualTo(200);
        }
        assertThat(parts.log())
                .containsExactly(
                        "make a", "make b", "make c", "make end", "handle a", "handle b", "handle c", "handle end");
    }

    @Test
    void closesTheTerminalFirstThenTheStepsFromTheInnermostOut() {
        Generation generation =
                Generation.of(model(parts.terminal("end"), parts.step("a"), parts.step("b")), Parts.environment());
        parts.log().clear();
        generation.close();
        assertThat(parts.log()).containsExactly("close end", "close b", "close a");
    }

    @Test
    void doesNotCloseWhatWasLent() {
        Generation generation =
                Generation.of(model(parts.terminal("end"), parts.step("a"), parts.lent("b")), Parts.environment());
        parts.log().clear();
        generation.close();
        assertThat(parts.log()).containsExactly("close end", "close a");
    }

    @Test
    void closesEveryPartAlsoBehindOneThatThrows() {
        Generation generation = Generation.of(
                model(parts.terminal("broken end"), parts.step("a"), parts.step("broken b"), parts.step("c")),
                Parts.environment());
        parts.log().clear();
        assertThatThrownBy(generation::close).isInstanceOf(IllegalStateException.class);
        assertThat(parts.log()).containsExactly("close broken end", "close c", "close broken b", "close a");
    }

    @Test
    void closesWhatItHasMadeIfTheNextCannotBeMade() {
        Model model =
                model(parts.terminal("end"), parts.step("a"), parts.lent("b"), parts.failing("c"), parts.step("d"));
        assertThatThrownBy(() -> Generation.of(model, Parts.environment())).hasMessage("c cannot be made");
        assertThat(parts.log()).containsExactly("make a", "make b", "close a");
    }

    @Test
    void makesNothingIfSomethingIsWrong() {
        Parts.Options wrong = new Parts.Options("a", Duration.ZERO, List.of("directory '/none' does not exist"));
        Step<Parts.Options> step = new Step<>(parts.step("a").type(), wrong, Place.of("Main.java:14"));
        assertThatThrownBy(() -> Generation.of(model(parts.terminal("end"), step), Parts.environment()))
                .hasMessage("Main.java:14: noting: directory '/none' does not exist");
        assertThat(parts.log()).isEmpty();
    }

    @Test
    void theEdgeIsWhatStandsBeforeThePick() {
        assertThat(edge(parts.gate("a"), parts.step("b"), parts.picking("c"), parts.step("d")))
                .hasSize(2);
        assertThat(edge(parts.picking("a"), parts.picking("b"))).isEmpty();
        assertThat(edge(parts.gate("a"), parts.step("b"))).as("without a pick").hasSize(2);
        assertThat(edge()).isEmpty();
    }

    private List<Middleware> edge(Step<?>... steps) {
        return Generation.of(model(parts.terminal("end"), steps), Parts.environment())
                .edge();
    }

    @Test
    void recordersAreFoundWhereverTheyStand() {
        Generation generation = Generation.of(
                model(parts.terminal("end"), parts.step("a"), parts.recorder("b"), parts.gate("c")),
                Parts.environment());
        assertThat(generation.recorders())
                .containsExactly((ExchangeRecorder) generation.edge().get(1));
    }

    @Test
    void theNextGenerationKeepsWhatIsTheSamePartAtTheSamePlace() {
        Generation first =
                Generation.of(model(parts.terminal("end"), parts.step("a"), parts.step("b")), Parts.environment());
        Generation next = first.next(model(parts.terminal("end"), parts.step("a"), parts.step("c")));
        assertThat(next.edge().get(0)).isSameAs(first.edge().get(0));
        parts.log().clear();
        first.close();
        assertThat(parts.log()).as("what the next one has stays open").containsExactly("close b");
        next.close();
        assertThat(parts.log()).containsExactly("close b", "close end", "close c", "close a");
    }

    @Test
    void aGenerationThatCannotBeMadeLeavesTheOneBeforeAsItWas() {
        Generation first = Generation.of(model(parts.terminal("end"), parts.step("a")), Parts.environment());
        Model wrong = model(parts.terminal("end"), parts.step("a"), parts.step("b"), parts.failing("c"));
        parts.log().clear();
        assertThatThrownBy(() -> first.next(wrong)).hasMessage("c cannot be made");
        assertThat(parts.log()).containsExactly("make b", "close b");
        whole(first).handle(Exchanges.get("/")).close();
        first.close();
        assertThat(parts.log()).endsWith("handle a", "handle end", "close end", "close a");
    }

    private static Handler whole(Generation generation) {
        return Composer.PLAIN.around(generation.edge(), generation.end(), generation::path);
    }

    @Test
    void tellsWhatItsModelTellsAboutItsRoutes() {
        Routes inside = new Routes(List.of(route("c"), route("d")), Optional.empty(), Routes.Ambiguous.REJECT);
        Model model = new Model(new Chain(
                List.of(parts.step("edge")),
                new Routes(List.of(route("a"), route("b")), Optional.of(inside), Routes.Ambiguous.REJECT)));
        List<String> findings = Generation.of(model, Parts.environment()).findings();
        assertThat(findings).containsAll(model.findings()).hasSize(2);
        assertThat(findings.getFirst()).startsWith("route 'd' never gets a request");
        assertThat(Generation.of(model(parts.terminal("end")), Parts.environment())
                        .findings())
                .isEmpty();
    }

    private Route route(String name) {
        return new Route(name, Predicates.parse("Path(\"/x\")"), 0, parts.terminal(name), Place.UNKNOWN);
    }
}
