package dev.sluice;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.MistakesException;
import dev.sluice.model.Chain;
import dev.sluice.model.Model;
import dev.sluice.model.Node;
import dev.sluice.model.Place;
import dev.sluice.model.SettingType;
import dev.sluice.model.Spec;
import dev.sluice.model.Step;
import dev.sluice.model.StepType;
import dev.sluice.model.Terminal;
import dev.sluice.model.TerminalType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was written so far: steps, and the mistakes in them, which are told all at once at the end. Immutable, so that
 * whatever was written can be continued more than once.
 *
 * @param steps outermost first
 * @param mistakes each with its place and its step
 * @param settings of the program as a whole, by the names of their types
 * @param place where what follows is written, if that is not where the calls are
 */
record Written(
        List<Step<?>> steps,
        List<String> mistakes,
        Map<String, Spec<?>> settings,
        @Nullable Place place) {
    static final Written NOTHING = new Written(List.of(), List.of(), Map.of(), null);

    /** Classes that programs are written with, and the package of their Kotlin twins. */
    private static final Set<String> WRITERS = Stream.concat(
                    Stream.of(
                                    Written.class,
                                    ProxyBuilder.class,
                                    PoolStage.class,
                                    Sluice.class,
                                    Steps.class,
                                    Settings.class,
                                    EdgeSteps.class,
                                    RouteSteps.class,
                                    PoolSteps.class,
                                    Ends.class,
                                    Block.class,
                                    RoutesBlock.class,
                                    GatewayScope.class,
                                    GroupScope.class,
                                    RouteScope.class,
                                    SplitStage.class,
                                    PoolScope.class,
                                    Policy.class)
                            .map(Class::getName),
                    Stream.of("dev.sluice.kotlin", "dev.sluice.routing", "dev.sluice.expression"))
            .collect(Collectors.toUnmodifiableSet());

    Place here() {
        return place == null ? Place.outside(WRITERS) : place;
    }

    /** What a lambda of the program threw, with the line that it threw at. */
    static List<String> told(IllegalArgumentException thrown) {
        if (thrown instanceof ProgramException program) {
            return program.mistakes();
        }
        Place there = Place.of(thrown, WRITERS);
        List<String> messages = thrown instanceof MistakesException several
                ? several.mistakes()
                : List.of(String.valueOf(thrown.getMessage()));
        return messages.stream().map(there::before).toList();
    }

    Written at(Place elsewhere) {
        return new Written(steps, mistakes, settings, elsewhere);
    }

    /** With a step more, or the mistakes in it. */
    <O> Written with(StepType<O> type, Supplier<O> options) {
        return with(type.name(), type, options);
    }

    /** With a step more that the program calls otherwise. */
    <O> Written with(String name, StepType<O> type, Supplier<O> options) {
        Place here = here();
        try {
            return new Written(
                    joined(steps, List.of(new Step<>(type, options.get(), here))), mistakes, settings, place);
        } catch (IllegalArgumentException mistake) {
            return new Written(steps, joined(mistakes, told(name, here, mistake)), settings, place);
        }
    }

    /** With a setting of the program, or the mistakes in it. */
    <O> Written set(SettingType<O> type, Supplier<O> options) {
        Place here = here();
        try {
            Map<String, Spec<?>> all = new LinkedHashMap<>(settings);
            all.put(type.name(), new Spec<>(type, options.get(), here));
            return new Written(steps, mistakes, all, place);
        } catch (IllegalArgumentException mistake) {
            return new Written(steps, joined(mistakes, told(type.name(), here, mistake)), settings, place);
        }
    }

    /** With the steps of a policy. */
    Written with(Policy policy) {
        return policy == null
                ? checked("use", () -> Steps.given("policy", policy))
                : new Written(joined(steps, policy.steps()), mistakes, settings, place);
    }

    /** With the mistakes that a part of the program may have. */
    Written checked(String name, Supplier<?> part) {
        try {
            Steps.given(name, part.get());
            return this;
        } catch (IllegalArgumentException mistake) {
            return new Written(steps, joined(mistakes, told(name, here(), mistake)), settings, place);
        }
    }

    /** With mistakes that were found in a part of the program. */
    Written checked(String name, Mistakes found) {
        Place here = here();
        List<String> told =
                found.found().stream().map(message -> told(name, here, message)).toList();
        return new Written(steps, joined(mistakes, told), settings, place);
    }

    /** With what was written inside. */
    Written and(Written inside) {
        return new Written(joined(steps, inside.steps), joined(mistakes, inside.mistakes), settings, place);
    }

    private static List<String> told(String name, Place here, IllegalArgumentException mistake) {
        List<String> messages = mistake instanceof MistakesException several
                ? several.mistakes()
                : List.of(String.valueOf(mistake.getMessage()));
        return messages.stream().map(message -> told(name, here, message)).toList();
    }

    private static String told(String name, Place here, String message) {
        return here.before(message.startsWith(name + ": ") ? message : name + ": " + message);
    }

    private static <T> List<T> joined(List<T> first, List<T> then) {
        List<T> all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    /**
     * The program, ended.
     *
     * @throws ProgramException naming every mistake
     */
    <O> Proxy then(TerminalType<O> type, Supplier<O> options) {
        Ended ended = end(type, options);
        Node node = ended.node().orElseThrow(() -> new ProgramException(ended.mistakes()));
        return new Proxy(new Model(node, Map.of(), Map.of(), settings));
    }

    /** What was written, with its end. */
    <O> Ended end(TerminalType<O> type, Supplier<O> options) {
        Place here = here();
        List<String> all = new ArrayList<>(mistakes);
        try {
            O checked = options.get();
            if (all.isEmpty()) {
                return new Ended(Optional.of(new Chain(steps, new Terminal<>(type, checked, here))), List.of());
            }
        } catch (IllegalArgumentException mistake) {
            all.addAll(told(type.name(), here, mistake));
        }
        return new Ended(Optional.empty(), all);
    }

    /**
     * A whole pipeline, or the mistakes in it.
     *
     * @param node empty if there are mistakes
     * @param mistakes each with its place
     */
    record Ended(Optional<Node> node, List<String> mistakes) {}
}
