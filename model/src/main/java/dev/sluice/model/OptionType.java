package dev.sluice.model;

import java.util.function.Function;

/**
 * What values an option takes, and how they are written where it is not Java.
 *
 * @param <T> the values
 */
public final class OptionType<T> {
    private final String name;
    private final Function<Object, T> reader;
    private final Function<T, Object> writer;

    private OptionType(String name, Function<Object, T> reader, Function<T, Object> writer) {
        this.name = name;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * A type of values.
     *
     * @param name what a person may write, such as {@code whole number, 1 or more}
     * @param reader of plain data; throws {@link IllegalArgumentException} that says what it must be, and is
     * @param writer to plain data, so that reading gives an equal value
     * @param <T> the values
     * @return the type
     */
    public static <T> OptionType<T> of(String name, Function<Object, T> reader, Function<T, Object> writer) {
        return new OptionType<>(name, reader, writer);
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
