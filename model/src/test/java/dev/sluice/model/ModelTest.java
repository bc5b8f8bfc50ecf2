package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTest {
    private final Parts parts = new Parts();

    @Test
    void partsAreInTheOrderInWhichARequestMeetsThem() {
        Model model = new Model(new Chain(
                List.of(parts.step("a")), new Chain(List.of(parts.step("b"), parts.step("c")), parts.terminal("end"))));
        assertThat(model.parts().stream().map(Part::describe))
                .containsExactly("noting(a)", "noting(b)", "noting(c)", "end(end)");
        assertThat(new Model(parts.terminal("end")).parts()).hasSize(1);
        assertThat(parts.log()).as("what looking at a model does").isEmpty();
    }

    @Test
    void isComparedByKindAndOptionsAndNotByPlaceOrInstance() {
        Parts.Options options = Parts.Options.named("a");
        Model here = new Model(new Chain(
                List.of(new Step<>(parts.step("").type(), options, Place.of("Main.java:14"))), parts.terminal("end")));
        Model there = new Model(new Chain(
                List.of(new Step<>(new Parts().step("").type(), options, Place.of("gateway.yaml:2"))),
                new Parts().terminal("end")));
        assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
        assertThat(here)
                .isNotEqualTo(new Model(new Chain(List.of(parts.step("b")), parts.terminal("end"))))
                .isNotEqualTo(new Model(new Chain(List.of(parts.step("a")), parts.terminal("other"))))
                .isNotEqualTo(new Model(parts.terminal("end")));
        assertThat(parts.step("a")).isNotEqualTo(parts.terminal("a")).hasToString("noting(a)");
        assertThat(parts.terminal("a")).isNotEqualTo(parts.step("a")).hasToString("end(a)");
    }

    @Test
    void aChainKeepsItsOwnCopy() {
        List<Step<?>> steps = new ArrayList<>(List.of(parts.step("a")));
        Chain chain = new Chain(steps, parts.terminal("end"));
        steps.clear();
        assertThat(chain.steps()).hasSize(1);
    }

    @Test
    void checkTellsAllProblemsWithTheirPlaces() {
        Model model = new Model(new Chain(
                List.of(
                        wrong("Main.java:14", "file 'a' cannot be read", "file 'b' cannot be read"),
                        parts.step("right"),
                        wrong("", "directory 'c' does not exist")),
                new Terminal<>(
                        parts.terminal("").type(),
                        new Parts.Options("end", Duration.ZERO, List.of("is its own upstream")),
                        Place.of("--listen"))));
        assertThatThrownBy(model::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                Main.java:14: noting: file 'a' cannot be read
                Main.java:14: noting: file 'b' cannot be read
                noting: directory 'c' does not exist
                --listen: end: is its own upstream""");
        assertThatCode(new Model(parts.terminal("end"))::check).doesNotThrowAnyException();
    }

    private Step<Parts.Options> wrong(String place, String... problems) {
        return new Step<>(
                parts.step("").type(),
                new Parts.Options("wrong", Duration.ZERO, List.of(problems)),
                place.isEmpty() ? Place.UNKNOWN : Place.of(place));
    }

    @Test
    void anOptionIsNamedInKebabCaseWhereItIsNotJava() {
        OptionSpec<Parts.Options, Duration> option = OptionSpec.optional(
                "maxBodyWait", OptionTypes.duration(), Duration.ZERO, Parts.Options::patience, "how long");
        assertThat(option.key()).isEqualTo("max-body-wait");
        assertThat(option.isSet(Parts.Options.named("a"))).isFalse();
        Parts.Options patient = new Parts.Options("a", Duration.ofSeconds(90), List.of());
        assertThat(option.isSet(patient)).isTrue();
        assertThat(option.write(patient)).isEqualTo("1m 30s");
    }

    @Test
    void whatIsSharedIsMadeOnceForEachValueAndEnvironment() {
        Environment environment = Parts.environment();
        Object first = environment.shared(List.of("a"), Object.class, Object::new);
        assertThat(environment.shared(List.of("a"), Object.class, Object::new)).isSameAs(first);
        assertThat(environment.shared(List.of("b"), Object.class, Object::new)).isNotSameAs(first);
        assertThat(environment.withInstruments(Instruments.NONE).shared(List.of("a"), Object.class, Object::new))
                .isNotSameAs(first);
    }
}
