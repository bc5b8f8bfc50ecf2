package dev.sluice.middlewares.headers;

import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.field.FieldName;
import dev.sluice.routing.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Changes to the fields of a message. Immutable data.
 *
 * @param edits made in this order, each on the result of those before it
 */
public record FieldEdits(List<FieldEdit> edits) {
    /** No edits. */
    public static final FieldEdits NONE = new FieldEdits(List.of());

    /** Keeps its own copy. */
    public FieldEdits {
        edits = List.copyOf(edits);
    }

    /**
     * No edits yet.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes the changes.
     *
     * @param fields the fields as they are
     * @return a changed copy
     */
    public Fields apply(Fields fields) {
        Fields changed = fields;
        for (FieldEdit edit : edits) {
            changed = edit.apply(changed);
        }
        return changed;
    }

    /** The captures that values speak of. */
    Set<String> captures() {
        Set<String> names = new TreeSet<>();
        edits.forEach(edit -> Template.in(edit.value()).ifPresent(template -> names.addAll(template.names())));
        return names;
    }

    /** The edits with the captures of a request in their values. */
    FieldEdits of(Request request) {
        return new FieldEdits(edits.stream()
                .map(edit -> Template.in(edit.value())
                        .map(template -> edit.with(template.expand(request, Template.Place.FIELD)))
                        .orElse(edit))
                .toList());
    }

    /** The fields that are kept out of the trailers. */
    List<FieldName> guarded() {
        return edits.stream()
                .filter(FieldEdit::guards)
                .map(FieldEdit::name)
                .map(FieldName::of)
                .distinct()
                .toList();
    }

    /**
     * Collects edits. What a field cannot hold, and fields that frame the message or belong to the connection, are told by
     * {@link #build}. Not thread-safe.
     */
    public static final class Builder {
        private final List<FieldEdit> edits = new ArrayList<>();
        private final Mistakes mistakes = new Mistakes();

        private Builder() {}

        /**
         * Sets a field in place of all lines of its name, in any spelling, and of trailers of its name.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder set(String name, String value) {
            return edit(() -> new FieldEdit.SetField(name, value));
        }

        /**
         * Adds a field line to those of the same name.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder add(String name, String value) {
            return edit(() -> new FieldEdit.AddField(name, value));
        }

        /**
         * Sets a field unless there is a line of exactly this name.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder setIfAbsent(String name, String value) {
            return edit(() -> new FieldEdit.SetIfAbsent(name, value));
        }

        /**
         * Replaces a field if there is one, in any spelling, and trailers of its name.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder setIfPresent(String name, String value) {
            return edit(() -> new FieldEdit.SetIfPresent(name, value));
        }

        /**
         * Removes all lines of a name, in any spelling, and trailers of that name.
         *
         * @param name a token
         * @return this
         */
        public Builder remove(String name) {
            return edit(() -> new FieldEdit.RemoveField(name));
        }

        private Builder edit(Supplier<FieldEdit> edit) {
            mistakes.trying(() -> edits.add(edit.get()));
            return this;
        }

        /** The edits without mistakes. */
        List<FieldEdit> correct() {
            return List.copyOf(edits);
        }

        /**
         * The result.
         *
         * @return the edits
         * @throws IllegalArgumentException naming every mistake
         */
        public FieldEdits build() {
            mistakes.throwIfAny();
            return new FieldEdits(edits);
        }
    }
}
