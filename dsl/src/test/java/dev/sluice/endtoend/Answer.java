package dev.sluice.endtoend;

import java.util.List;
import java.util.Locale;

/**
 * What a gateway answered.
 *
 * @param status the code
 * @param head the status line and the fields with the empty line, one char a byte
 * @param body without framing
 * @param trailers the lines behind the last chunk, with the empty one
 */
record Answer(int status, String head, String body, String trailers) {
    Answer with(String newBody, String newTrailers) {
        return new Answer(status, head, newBody, newTrailers);
    }

    boolean has(String name) {
        return !fields(name).isEmpty();
    }

    /** The value of the only field of a name. */
    String field(String name) {
        List<String> values = fields(name);
        if (values.size() != 1) {
            throw new AssertionError("one " + name + " expected in:\n" + head);
        }
        return values.getFirst();
    }

    /** The values of all fields of a name, in order. */
    List<String> fields(String name) {
        return fields(head, name);
    }

    static List<String> fields(String head, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
