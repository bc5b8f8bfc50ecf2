package dev.sluice;

import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import java.util.List;
import java.util.function.Function;

/**
 * The kind of an option that has options of its own.
 *
 * @param name for help and documentation
 * @param options one for each component of the record
 * @param reader makes the record of checked values
 * @param <O> the record
 */
record NestedType<O>(String name, List<OptionSpec<O, ?>> options, Function<OptionValues<O>, O> reader)
        implements PartType<O> {
    @Override
    public O read(OptionValues<O> values) {
        return reader.apply(values);
    }

    @Override
    public String describe(O value) {
        return name + "(" + value + ")";
    }
}
