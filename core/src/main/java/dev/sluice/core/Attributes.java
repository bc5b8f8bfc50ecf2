package dev.sluice.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gates outside a step have found out about a request and hand on to it: a principal, a trace context,
 * captures of a route. Immutable; a linked list, meant for a handful of entries, that is searched from the newest.
 *
 * {@snippet :
 * static final Attributes.Key<Principal> PRINCIPAL = Attributes.key("principal", Principal.class);
 *
 * Gate authenticated = request -> Verdict.admit(Attributes.EMPTY.with(PRINCIPAL, principalOf(request)));
 * Handler greeting = request -> Response.of(Status.OK_200, request.attributes().get(PRINCIPAL).orElseThrow().getName());
 * }
 */
public final class Attributes {
    /** No attribute. */
    public static final Attributes EMPTY = new Attributes(null, null, null);

    private final @Nullable Attributes older;
    private final @Nullable Key<?> key;
    private final @Nullable Object value;

    private Attributes(@Nullable Attributes older, @Nullable Key<?> key, @Nullable Object value) {
        this.older = older;
        this.key = key;
        this.value = value;
    }

    /**
     * The name and the type of an attribute. Keys are compared by identity, so two of one name are different: keep a
     * key in a constant.
     *
     * @param <T> the type of the values
     */
    public static final class Key<T> {
        private final String name;
        private final Class<T> type;

        private Key(String name, Class<T> type) {
            this.name = Objects.requireNonNull(name, "name");
            this.type = Objects.requireNonNull(type, "type");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A key of its own.
     *
     * @param name shown in logs
     * @param type the class of the values
     * @param <T> of the values
     * @return the key, to be kept in a constant
     */
    public static <T> Key<T> key(String name, Class<T> type) {
        return new Key<>(name, type);
    }

    /**
     * A copy with one attribute more, or with another value of it.
     *
     * @param name the key
     * @param found the value
     * @param <T> of the value
     * @return the copy
     */
    public <T> Attributes with(Key<T> name, T found) {
        return new Attributes(this, name, Objects.requireNonNull(found, name.name));
    }

    /**
     * The value of an attribute.
     *
     * @param name the key
     * @param <T> of the value
     * @return the newest one, or empty
     */
    public <T> Optional<T> get(Key<T> name) {
        for (Attributes entry = this; entry != null; entry = entry.older) {
            if (entry.key == name) {
                return Optional.ofNullable(name.type.cast(entry.value));
            }
        }
        return Optional.empty();
    }

    /**
     * These and those of another, whose values win.
     *
     * @param newer the others
     * @return both
     */
    public Attributes and(Attributes newer) {
        if (newer.key == null) {
            return this;
        }
        if (key == null) {
            return newer;
        }
        Attributes below = newer.older == null ? this : and(newer.older);
        return new Attributes(below, newer.key, newer.value);
    }

    /**
     * Whether there is none.
     *
     * @return true for {@link #EMPTY}
     */
    public boolean isEmpty() {
        return key == null;
    }

    @Override
    public String toString() {
        return key == null ? "" : older + (older == null || older.isEmpty() ? "" : ", ") + key + "=" + value;
    }
}
