package dev.sluice.model.option;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One option of a part.
 *
 * @param name the component of the options record, in camel case
 * @param type what values it takes
 * @param byDefault what holds if it is not given; empty if it must be given
 * @param get reads it from the options
 * @param says one sentence for help and documentation
 * @param <O> the options
 * @param <T> the values
 */
public record OptionSpec<O, T>(
        String name, OptionType<T> type, Optional<T> byDefault, Function<O, T> get, String says) {
    /**
     * An option that must be given.
     *
     * @param name the component of the record
     * @param type what values it takes
     * @param get reads it
     * @param says one sentence
     * @param <O> the options
     * @param <T> the values
     * @return the option
     */
    public static <O, T> OptionSpec<O, T> required(String name, OptionType<T> type, Function<O, T> get, String says) {
        return new OptionSpec<>(name, type, Optional.empty(), get, says);
    }

    /**
     * An option with a default.
     *
     * @param name the component of the record
     * @param type what values it takes
     * @param byDefault what holds if it is not given
     * @param get reads it
     * @param says one sentence
     * @param <O> the options
     * @param <T> the values
     * @return the option
     */
    public static <O, T> OptionSpec<O, T> optional(
            String name, OptionType<T> type, T byDefault, Function<O, T> get, String says) {
        return new OptionSpec<>(name, type, Optional.of(byDefault), get, says);
    }

    /**
     * The name where it is not Java that is written.
     *
     * @return in kebab case, such as {@code max-waiting}
     */
    public String key() {
        return kebab(name);
    }

    /**
     * Whether it must be given.
     *
     * @return true if it has no default
     */
    public boolean isRequired() {
        return byDefault.isEmpty();
    }

    static String kebab(String name) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            key.append(Character.isUpperCase(c) ? "-" : "").append(c);
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a program has changed it.
     *
     * @param options of a part
     * @return false if it is the default
     */
    public boolean isSet(O options) {
        return byDefault.map(value -> !value.equals(get.apply(options))).orElse(true);
    }

    /**
     * The value as plain data: texts, numbers, booleans, lists and maps.
     *
     * @param options of a part
     * @return the value
     * @throws OpaqueValueException if it is a user's code
     */
    public Object write(O options) {
        return type.write(get.apply(options));
    }
}
