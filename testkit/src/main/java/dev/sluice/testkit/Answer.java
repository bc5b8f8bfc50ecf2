package dev.sluice.testkit;

import java.util.List;
import java.util.Locale;

/**
 * A response as {@link RawClient} received it.
 *
 * @param status the status code
 * @param head the status line and the field lines, with the empty line, one char a byte
 * @param body the content, without framing
 * @param trailers the lines after the last chunk, with the empty line
 */
public record Answer(int status, String head, String body, String trailers) {
    Answer with(String newBody, String newTrailers) {
        return new Answer(status, head, newBody, newTrailers);
    }

    /** Whether there is a field of a name. */
    public boolean has(String name) {
        return !fields(name).isEmpty();
    }

    /** The value of the only field of a name; empty if there is none, a failure if there are several. */
    public String field(String name) {
        List<String> values = fields(name);
        if (values.size() > 1) {
            throw new AssertionError("one " + name + " expected in:\n" + head);
        }
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The values of all fields of a name, in order. */
    public List<String> fields(String name) {
        return fields(head, name);
    }

    /** The values of all fields of a name in a head, in order. */
    public static List<String> fields(String head, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }
}
