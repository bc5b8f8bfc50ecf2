package dev.sluice.model.option;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What values an option takes, and how they are written where it is not Java.
 *
 * @param <T> the values
 */
public final class OptionType<T> {
    private final String name;
    private final Function<Object, T> reader;
    private final Function<T, Object> writer;
    private final Supplier<Map<String, Object>> schema;

    private OptionType(
            String name, Function<Object, T> reader, Function<T, Object> writer, Supplier<Map<String, Object>> schema) {
        this.name = name;
        this.reader = reader;
        this.writer = writer;
        this.schema = schema;
    }

    /**
     * A type of values. Its schema allows anything; see {@link #withSchema}.
     *
     * @param name what a person may write, such as {@code whole number, 1 or more}
     * @param reader of plain data; throws {@link IllegalArgumentException} that says what it must be, and is
     * @param writer to plain data, so that reading gives an equal value
     * @param <T> the values
     * @return the type
     */
    public static <T> OptionType<T> of(String name, Function<Object, T> reader, Function<T, Object> writer) {
        return new OptionType<>(name, reader, writer, Map::of);
    }

    /**
     * The same type with a schema, from which editors know what may be written.
     *
     * @param fragment makes a fragment of JSON Schema (draft 2020-12) as plain data, as {@link JsonSchemas} has: it allows
     *     whatever {@link #read} takes, and refuses the rest as far as a schema can tell. Called for each schema that is made
     * @return a new type
     */
    public OptionType<T> withSchema(Supplier<Map<String, Object>> fragment) {
        return new OptionType<>(name, reader, writer, fragment);
    }

    /**
     * What the values look like where it is not Java that is written.
     *
     * @return a fragment of JSON Schema (draft 2020-12) as plain data; empty if it allows anything
     */
    public Map<String, Object> schema() {
        return schema.get();
    }

    /**
     * What a person may write.
     *
     * @return for help and documentation
     */
    public String name() {
        return name;
    }

    /**
     * Reads a value.
     *
     * @param data a text, number, boolean, list or map
     * @return the value
     * @throws IllegalArgumentException saying what it must be, and what it is
     */
    public T read(Object data) {
        return reader.apply(data);
    }

    /**
     * Writes a value.
     *
     * @param value any of the type
     * @return plain data that reads as an equal value
     * @throws OpaqueValueException if it is a user's code
     */
    public Object write(T value) {
        return writer.apply(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
