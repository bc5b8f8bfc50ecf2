package dev.sluice.middlewares.headers;

import dev.sluice.core.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes to the fields of a message, made in the order in which they are written. Immutable. */
public final class FieldEdits {
    /** Names of fields that belong to the connection or frame the message: changing them is the host's business. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final List<UnaryOperator<Fields>> edits;

    private FieldEdits(List<UnaryOperator<Fields>> edits) {
        this.edits = List.copyOf(edits);
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
        for (UnaryOperator<Fields> edit : edits) {
            changed = edit.apply(changed);
        }
        return changed;
    }

    int size() {
        return edits.size();
    }

    /** Collects edits. Every method refuses a name or value that a field cannot hold, and fields of framing. */
    public static final class Builder {
        private final List<UnaryOperator<Fields>> edits = new ArrayList<>();

        private Builder() {}

        /**
         * Sets a field in place of all of its name.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder set(String name, String value) {
            return edit(name, value, fields -> fields.with(name, value));
        }

        /**
         * Adds a field line, whatever is there.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder add(String name, String value) {
            return edit(
                    name, value, fields -> fields.toBuilder().add(name, value).build());
        }

        /**
         * Sets a field unless there is one.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder setIfAbsent(String name, String value) {
            return edit(name, value, fields -> fields.contains(name) ? fields : fields.with(name, value));
        }

        /**
         * Replaces a field if there is one.
         *
         * @param name a token
         * @param value without control characters
         * @return this
         */
        public Builder setIfPresent(String name, String value) {
            return edit(name, value, fields -> fields.contains(name) ? fields.with(name, value) : fields);
        }

        /**
         * Removes all fields of a name.
         *
         * @param name a token
         * @return this
         */
        public Builder remove(String name) {
            return edit(name, "", fields -> fields.without(name));
        }

        private Builder edit(String name, String value, UnaryOperator<Fields> edit) {
            Fields.builder().add(name, value); // says what is wrong with them
            if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("headers: field '" + name + "' belongs to the connection");
            }
            edits.add(edit);
            return this;
        }

        /**
         * The result.
         *
         * @return the edits
         */
        public FieldEdits build() {
            return new FieldEdits(edits);
        }
    }
}
