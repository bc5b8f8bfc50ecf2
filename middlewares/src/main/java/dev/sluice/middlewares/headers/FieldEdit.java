package dev.sluice.middlewares.headers;

import dev.sluice.core.Fields;
import dev.sluice.middlewares.field.FieldName;
import dev.sluice.routing.Template;
import java.util.Locale;
import java.util.Set;

/**
 * One change to the fields of a message, as data. It concerns every line of its field, in any case and also with
 * underscores in place of hyphens.
 */
public sealed interface FieldEdit {
    /**
     * Which field is changed.
     *
     * @return a token
     */
    String name();

    /**
     * Makes the change.
     *
     * @param fields as they are
     * @return a changed copy, or the same
     */
    Fields apply(Fields fields);

    /**
     * What the field is to be.
     *
     * @return a value, in which <code>{name}</code> stands for what the route has captured; empty for what removes
     */
    default String value() {
        return "";
    }

    /**
     * The edit for one request.
     *
     * @param value with the captures in it
     * @return a copy
     */
    default FieldEdit with(String value) {
        return this;
    }

    /**
     * Whether the field is kept out of the trailers, too: true for what is set or removed, whatever the sender says.
     *
     * @return false for what only adds to the sender's fields
     */
    default boolean guards() {
        return true;
    }

    /**
     * Parses an edit as YAML and the command line write it.
     *
     * @param text {@code set NAME: VALUE}, {@code add …}, {@code set-if-absent …}, {@code set-if-present …} or {@code
     *     remove NAME}
     * @return the edit
     * @throws IllegalArgumentException saying what may be written, or what is wrong with name or value
     */
    static FieldEdit parse(String text) {
        String[] verbAndField = text.strip().split("\\s+", 2);
        String field = verbAndField.length < 2 ? "" : verbAndField[1];
        int colon = field.indexOf(':');
        String name = colon < 0 ? field : field.substring(0, colon).strip();
        String value = field.substring(colon + 1).strip();
        boolean removes = verbAndField[0].equals("remove");
        return switch (removes == colon < 0 ? verbAndField[0] : "") {
            case "set" -> new SetField(name, value);
            case "add" -> new AddField(name, value);
            case "set-if-absent" -> new SetIfAbsent(name, value);
            case "set-if-present" -> new SetIfPresent(name, value);
            case "remove" -> new RemoveField(name);
            default ->
                throw new IllegalArgumentException(
                        "must be 'set NAME: VALUE', with add, set-if-absent or set-if-present"
                                + " in place of set, or 'remove NAME', is '" + text + "'");
        };
    }

    /**
     * Sets the field: one line in place of all of its lines.
     *
     * @param name a token
     * @param value without control characters
     */
    record SetField(String name, String value) implements FieldEdit {
        /** Checks name and value. */
        public SetField {
            value = checked(name, value);
        }

        @Override
        public FieldEdit with(String changed) {
            return new SetField(name, changed);
        }

        @Override
        public Fields apply(Fields fields) {
            return FieldName.of(name).setIn(fields, value);
        }

        @Override
        public String toString() {
            return "set " + name + ": " + value;
        }
    }

    /**
     * Adds a line to those that the field has.
     *
     * @param name a token
     * @param value without control characters
     */
    record AddField(String name, String value) implements FieldEdit {
        /** Checks name and value. */
        public AddField {
            value = checked(name, value);
        }

        @Override
        public FieldEdit with(String changed) {
            return new AddField(name, changed);
        }

        @Override
        public Fields apply(Fields fields) {
            return fields.toBuilder().add(name, value).build();
        }

        @Override
        public boolean guards() {
            return false;
        }

        @Override
        public String toString() {
            return "add " + name + ": " + value;
        }
    }

    /**
     * Adds the field only if there is no line of exactly this name.
     *
     * @param name a token
     * @param value without control characters
     */
    record SetIfAbsent(String name, String value) implements FieldEdit {
        /** Checks name and value. */
        public SetIfAbsent {
            value = checked(name, value);
        }

        @Override
        public FieldEdit with(String changed) {
            return new SetIfAbsent(name, changed);
        }

        @Override
        public Fields apply(Fields fields) {
            return fields.contains(name) ? fields : FieldName.of(name).setIn(fields, value);
        }

        @Override
        public boolean guards() {
            return false;
        }

        @Override
        public String toString() {
            return "set-if-absent " + name + ": " + value;
        }
    }

    /**
     * Sets the field only if it has at least one line.
     *
     * @param name a token
     * @param value without control characters
     */
    record SetIfPresent(String name, String value) implements FieldEdit {
        /** Checks name and value. */
        public SetIfPresent {
            value = checked(name, value);
        }

        @Override
        public FieldEdit with(String changed) {
            return new SetIfPresent(name, changed);
        }

        @Override
        public Fields apply(Fields fields) {
            FieldName field = FieldName.of(name);
            return field.lines(fields) == 0 ? fields : field.setIn(fields, value);
        }

        @Override
        public String toString() {
            return "set-if-present " + name + ": " + value;
        }
    }

    /**
     * Removes all lines of the field.
     *
     * @param name a token
     */
    record RemoveField(String name) implements FieldEdit {
        /** Checks the name. */
        public RemoveField {
            checked(name, "");
        }

        @Override
        public Fields apply(Fields fields) {
            return FieldName.of(name).removedFrom(fields);
        }

        @Override
        public String toString() {
            return "remove " + name;
        }
    }

    /**
     * The value without surrounding spaces and tabs. Throws if it cannot stand in a field, or if the field may not be
     * edited.
     */
    private static String checked(String name, String value) {
        Set<String> framing = Set.of(
                "connection",
                "content-length",
                "keep-alive",
                "proxy-connection",
                "te",
                "trailer",
                "transfer-encoding",
                "upgrade");
        Template.in(value); // throws, if a brace is not closed
        Fields.builder().add(name, value); // throws, and says what is wrong with them
        if (framing.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new IllegalArgumentException("field '" + name + "' belongs to the connection");
        }
        return value.strip();
    }
}
