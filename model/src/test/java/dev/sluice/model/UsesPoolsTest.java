package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.Exchanges;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UsesPoolsTest {
    private final Parts parts = new Parts();

    /** An end that hands requests to a pool, and counts how often it was made. */
    private static final class ToPool implements TerminalType<String> {
        private int made;

        @Override
        public String name() {
            return "toPool";
        }

        @Override
        public List<OptionSpec<String, ?>> options() {
            return List.of();
        }

        @Override
        public String read(OptionValues<String> values) {
            throw new UnsupportedOperationException("is not read here");
        }

        @Override
        public String describe(String pool) {
            return "toPool(" + pool + ")";
        }

        @Override
        public Set<String> pools(String pool) {
            return Set.of(pool);
        }

        @Override
        public Handler make(String pool, Environment environment) {
            made++;
            return new Bindable(pool);
        }
    }

    private record Bindable(String pool) implements Handler, UsesPools<Handler> {
        @Override
        public Response handle(Request request) {
            throw new AssertionError("is bound to the pools of a generation first");
        }

        @Override
        public Handler over(Function<String, Handler> pools) {
            return pools.apply(pool);
        }
    }

    private Terminal<String> to(ToPool type, String pool) {
        return new Terminal<>(type, pool, Place.of("Main.java:7"));
    }

    private PoolNode pool(Node node) {
        return new PoolNode(new Spec<>(new NoMembers(), "", Place.UNKNOWN), node);
    }

    private static final class NoMembers implements SpecType<String> {
        @Override
        public String name() {
            return "members";
        }

        @Override
        public List<OptionSpec<String, ?>> options() {
            return List.of();
        }

        @Override
        public String read(OptionValues<String> values) {
            return "";
        }

        @Override
        public String describe(String options) {
            return "members()";
        }
    }

    @Test
    void keepsItsInstanceAndMeetsThePoolsOfEachGeneration() {
        ToPool type = new ToPool();
        Model first = new Model(to(type, "api"), Map.of("api", pool(parts.terminal("one"))));
        Model second = new Model(to(type, "api"), Map.of("api", pool(parts.terminal("two"))));
        Generation before = Generation.of(first, Parts.environment());
        Generation after = before.next(second);
        parts.log().clear();
        before.end().handle(Exchanges.get("/")).close();
        after.end().handle(Exchanges.get("/")).close();
        assertThat(parts.log()).containsExactly("handle one", "handle two");
        assertThat(type.made).isEqualTo(1);
    }

    @Test
    void aPoolThatThereIsNotIsAMistake() {
        Model model = new Model(to(new ToPool(), "apy"), Map.of("api", pool(parts.terminal("one"))));
        assertThatThrownBy(() -> Generation.of(model, Parts.environment()))
                .hasMessage("Main.java:7: toPool: there is no pool \"apy\"; did you mean \"api\"?");
    }

    @Test
    void aPoolThatWouldSendToItselfIsAMistake() {
        ToPool type = new ToPool();
        Model model = new Model(to(type, "a"), Map.of("a", pool(to(type, "b")), "b", pool(to(type, "a"))));
        assertThat(model.inconsistencies())
                .containsExactlyInAnyOrder(
                        "Main.java:7: toPool: pool \"a\" would send to itself",
                        "Main.java:7: toPool: pool \"b\" would send to itself");
    }
}
