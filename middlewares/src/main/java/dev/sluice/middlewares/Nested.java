package dev.sluice.middlewares;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A value inside the options of a step that has options of its own, such as a backoff; see {@link OptionTypes#nested}.
 *
 * @param name what a program calls it
 * @param options one for each component of the record
 * @param reader makes the record from the values of its options
 * @param <O> the record
 */
public record Nested<O>(String name, List<OptionSpec<O, ?>> options, Function<OptionValues<O>, O> reader)
        implements PartType<O> {
    @Override
    public O read(OptionValues<O> values) {
        return reader.apply(values);
    }

    /** The name, and the options that differ from their defaults. */
    @Override
    public String describe(O value) {
        return options.stream()
                .filter(option -> option.isSet(value))
                .map(option -> option.get().apply(value).toString())
                .collect(Collectors.joining(", ", name + "(", ")"));
    }
}
