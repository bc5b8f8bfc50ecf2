package dev.sluice.model.option;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of step or terminal: its name and the only list of its options. DSL, YAML, schema, help and documentation are
 * held to this list. Stateless; a type of an optional module is found by {@link java.util.ServiceLoader}.
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface PartType<O> {
    /**
     * What a program calls it.
     *
     * @return the DSL's method, such as {@code rateLimit}; kebab-case elsewhere
     */
    String name();

    /**
     * The name where it is not Java that is written.
     *
     * @return in kebab case, such as {@code rate-limit}
     */
    default String key() {
        return OptionSpec.kebab(name());
    }

    /**
     * The options, in the order in which they are documented: one for each component of the record, with its name.
     *
     * @return the list
     */
    List<OptionSpec<O, ?>> options();

    /**
     * Makes the options of named values.
     *
     * @param values what was given; the rest is taken from the defaults
     * @return the options
     * @throws IllegalArgumentException naming every mistake
     */
    O read(OptionValues<O> values);

    /**
     * One line for {@code explain()}: the name and the options that matter. Starts and opens nothing.
     *
     * @param options of the part
     * @return such as {@code rateLimit(100/1s by clientIp())}
     */
    String describe(O options);

    /**
     * The captures of the route that the options speak of, such as {@code rest} in {@code /new/{rest}}. One that no predicate
     * around the part has is a mistake of the model.
     *
     * @param options of the part
     * @return their names
     */
    default Set<String> captures(O options) {
        return Set.of();
    }

    /**
     * The pools of the gateway that the part sends requests to beside the one it ends in. One that there is not is a mistake of
     * the model, and so is a pool that would send to itself. What is made of the part is a {@code UsesPools}.
     *
     * @param options of the part
     * @return their names
     */
    default Set<String> pools(O options) {
        return Set.of();
    }

    /**
     * What is wrong with the options and can only be seen by trying: a directory that does not exist, a file that cannot
     * be read. Asked at start, before anything is made; changes nothing.
     *
     * @param options of the part
     * @return a sentence for each mistake, each naming option and value
     */
    default List<String> problems(O options) {
        return List.of();
    }

    /**
     * The longest time until the head of a response, as far as the options say.
     *
     * @param options of the part
     * @param inside the longest time of what stands behind the part; empty if nothing there says
     * @return that of both; as it is for a part that neither waits nor repeats
     */
    default Optional<Duration> takes(O options, Optional<Duration> inside) {
        return inside;
    }

    /**
     * How much time the part gives to what stands behind it. If that may take longer, it is told when the program is
     * compiled.
     *
     * @param options of the part
     * @return empty for a part that sets no limit
     */
    default Optional<Duration> allows(O options) {
        return Optional.empty();
    }
}
