package dev.sluice.middlewares;

import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What {@link StepTypeLawsTest} needs to know of a step type to try the laws on it.
 *
 * @param type the type
 * @param minimal options with nothing but what is needed, made anew by each call
 * @param changed for each option by its name: the minimal options with this one changed, made anew by each call
 * @param given names of options that {@code minimal} gives although they are not required, because one of several is
 * @param opaque names of options whose changed value is code, which is never written as data
 * @param secrets for options made of secrets, which are written as {@code ***}: what a person would write
 * @param via for options that a method of another name sets: its name; {@code builder} for arguments of that method, and
 *     for options without a builder
 * @param shorthands methods of the builder that are named otherwise than the options that they set
 * @param <O> the options
 */
record StepTypeSample<O>(
        StepType<O> type,
        Supplier<O> minimal,
        Map<String, Supplier<O>> changed,
        Set<String> given,
        Set<String> opaque,
        Map<String, Function<O, Object>> secrets,
        Map<String, String> via,
        Set<String> shorthands) {
    /** A sample; each change is made to a builder on which the minimum was called. */
    static <B, O> StepTypeSample<O> of(
            StepType<O> type,
            Supplier<B> builder,
            Function<B, O> build,
            UnaryOperator<B> minimum,
            Map<String, UnaryOperator<B>> changes) {
        Supplier<B> minimal = () -> minimum.apply(builder.get());
        Map<String, Supplier<O>> changed = new LinkedHashMap<>();
        changes.forEach((name, change) -> changed.put(name, () -> build.apply(change.apply(minimal.get()))));
        return new StepTypeSample<>(
                type, () -> build.apply(minimal.get()), changed, Set.of(), Set.of(), Map.of(), Map.of(), Set.of());
    }

    StepTypeSample<O> given(String... names) {
        return new StepTypeSample<>(type, minimal, changed, Set.of(names), opaque, secrets, via, shorthands);
    }

    StepTypeSample<O> opaque(String... names) {
        return new StepTypeSample<>(type, minimal, changed, given, Set.of(names), secrets, via, shorthands);
    }

    StepTypeSample<O> secret(String name, Function<O, Object> plain) {
        return new StepTypeSample<>(type, minimal, changed, given, opaque, Map.of(name, plain), via, shorthands);
    }

    StepTypeSample<O> via(Map<String, String> methods) {
        return new StepTypeSample<>(type, minimal, changed, given, opaque, secrets, methods, shorthands);
    }

    StepTypeSample<O> shorthands(String... names) {
        return new StepTypeSample<>(type, minimal, changed, given, opaque, secrets, via, Set.of(names));
    }

    /** What a person would write for options. */
    Map<String, Object> data(O options) {
        Map<String, Object> data = new HashMap<>();
        for (OptionSpec<O, ?> option : type.options()) {
            if (option.isSet(options)) {
                Function<O, Object> plain = secrets.getOrDefault(option.name(), option::write);
                data.put(option.key(), plain.apply(options));
            }
        }
        return data;
    }

    @Override
    public String toString() {
        return type.name();
    }
}
