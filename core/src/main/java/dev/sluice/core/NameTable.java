package dev.sluice.core;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of fields by their names, for tables that every line of a message is looked up in. Immutable.
 *
 * @param <T> what is known
 */
public final class NameTable<T> {
    /** By the numbers of the names. */
    private final @Nullable Object[] known;

    private NameTable(@Nullable Object[] known) {
        this.known = known;
    }

    /**
     * A table.
     *
     * @param <T> what is known
     * @param byName names as {@link PreparedName#of} takes them
     * @return the table
     */
    public static <T> NameTable<T> of(Map<String, ? extends T> byName) {
        Map<PreparedName, T> prepared = new HashMap<>();
        byName.forEach((name, value) -> prepared.put(PreparedName.of(name), value));
        int last =
                prepared.keySet().stream().mapToInt(PreparedName::number).max().orElse(0);
        @Nullable Object[] known = new @Nullable Object[last + 1];
        prepared.forEach((name, value) -> known[name.number()] = value);
        return new NameTable<>(known);
    }

    /**
     * What is known of a field line.
     *
     * @param fields of a message
     * @param i which line
     * @return null if nothing is
     */
    public @Nullable T get(Fields fields, int i) {
        return get(fields.nameNumber(i));
    }

    /**
     * What is known of the other name that the one of a field line is to those who read underscores as hyphens, as CGI and
     * its heirs do: to them {@code Content_Length} is {@code Content-Length}.
     *
     * @param fields of a message
     * @param i which line
     * @return null if it has no underscores, or nothing is known of that name
     */
    public @Nullable T lookAlike(Fields fields, int i) {
        return fields.nameNumber(i) > 0 ? null : get(fields.lookAlikeNumber(i));
    }

    @SuppressWarnings("unchecked") // by of()
    private @Nullable T get(int number) {
        return number > 0 && number < known.length ? (T) known[number] : null;
    }
}
