package dev.sluice.model.option;

import dev.sluice.core.options.Mistakes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Options as they are read: named values of plain data, for one part. Every mistake in them is told at once.
 *
 * @param <O> the options they are for
 */
public final class OptionValues<O> {
    private final Map<OptionSpec<O, ?>, Object> values;

    private OptionValues(Map<OptionSpec<O, ?>, Object> values) {
        this.values = values;
    }

    /**
     * Checks names and values.
     *
     * @param type whose options they are
     * @param given plain data by {@link OptionSpec#key()}
     * @param <O> the options
     * @return the values
     * @throws IllegalArgumentException naming every unknown name, missing option and wrong value
     */
    public static <O> OptionValues<O> of(PartType<O> type, Map<String, ?> given) {
        Mistakes mistakes = new Mistakes();
        Map<OptionSpec<O, ?>, Object> values = new HashMap<>();
        Map<String, Object> rest = new HashMap<>(given);
        for (OptionSpec<O, ?> option : type.options()) {
            Object value = rest.remove(option.key());
            mistakes.under(
                    option.key(), () -> values.put(option, value == null ? byDefault(option) : read(option, value)));
        }
        OptionValues<O> known = new OptionValues<>(values);
        if (!rest.isEmpty() && mistakes.found().isEmpty()) {
            mistakes.trying(() -> type.read(known)); // as these are told by the constructor of the options
        }
        List<String> unknown = rest.keySet().stream().sorted().toList();
        unknown.forEach(key -> mistakes.add("unknown option '" + key + "', known are " + keys(type)));
        mistakes.throwIfAny();
        return known;
    }

    private static Object byDefault(OptionSpec<?, ?> option) {
        return option.byDefault().orElseThrow(() -> new IllegalArgumentException("must be given"));
    }

    private static Object read(OptionSpec<?, ?> option, Object value) {
        return option.type().read(value);
    }

    private static String keys(PartType<?> type) {
        return String.join(", ", type.options().stream().map(OptionSpec::key).toList());
    }

    /**
     * The value of an option.
     *
     * @param option one of the part's type
     * @param <T> its values
     * @return what was given, or the default
     */
    @SuppressWarnings("unchecked") // only read() and the option's own default come here
    public <T> T get(OptionSpec<O, T> option) {
        Object value = values.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option.key() + " is not an option of this part");
        }
        return (T) value;
    }
}
