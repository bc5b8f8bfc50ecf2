package dev.sluice.routing;

import dev.sluice.core.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with captures in it: <code>{name}</code> stands for what was captured, <code>{{</code> for a brace. A capture
 * is encoded for the place where the text goes, and never read as a template again. One that nothing was captured for
 * is empty. Immutable, compared by its text.
 */
public final class Template {
    private final String text;
    private final List<Part> parts;

    /** Where an expanded text goes, and so what must not come out of a capture. */
    public enum Place {
        /**
         * A path: all but unreserved characters is percent-encoded. The slashes of a capture of several segments stay;
         * a segment {@code .} or {@code ..} is encoded twice, so that no server climbs by it.
         */
        PATH,
        /** A query: all but unreserved characters is percent-encoded. */
        QUERY,
        /** The value of a field: what is not a visible character of ASCII is percent-encoded, and the percent sign. */
        FIELD,
        /** A key that is compared and shown nowhere: as it was captured, decoded. */
        KEY
    }

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Name(String name) implements Part {}
    }

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a text that may be a template: one without a name in braces is itself, whatever else is in it.
     *
     * @param text the text
     * @return the template, if there is a name in it
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Optional<Template> in(String text) {
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int close = text.indexOf('}', open);
            if (close > 0 && Names.isName(text.substring(open + 1, close))) {
                return Optional.of(of(text));
            }
        }
        return Optional.empty();
    }

    /**
     * The text with the captures of a request in it.
     *
     * @param request on a route
     * @param place where the text goes
     * @return the text; captures that the route does not have are empty
     */
    public String expand(Request request, Place place) {
        return expand(request.attributes().get(Captures.KEY).orElse(Captures.EMPTY), place);
    }

    /**
     * Reads a template.
     *
     * @param text the template
     * @return the template
     * @throws IllegalArgumentException naming the character at which a brace is not closed or a name is none
     */
    public static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '{') {
                literal.append(c);
            } else if (text.startsWith("{{", at)) {
                literal.append(c);
                at++;
            } else {
                int close = text.indexOf('}', at);
                String name = close < 0 ? "" : text.substring(at + 1, close);
                if (!Names.isName(name)) {
                    throw new IllegalArgumentException(
                            "template \"" + text + "\": expected a name and } behind the { at" + " character "
                                    + (at + 1) + "; {{ is a brace");
                }
                parts.add(new Part.Literal(literal.toString()));
                parts.add(new Part.Name(name));
                literal.setLength(0);
                at = close;
            }
        }
        parts.add(new Part.Literal(literal.toString()));
        return new Template(text, parts);
    }

    /**
     * The names in it.
     *
     * @return each once, as they stand
     */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Name name) {
                names.add(name.name());
            }
        }
        return names;
    }

    /**
     * Checks its names.
     *
     * @param known what the route captures, by {@link Captures#namesOf}
     * @return this
     * @throws IllegalArgumentException naming the first capture that there is not, and those that there are
     */
    public Template checked(Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("template \"" + text + "\": no capture {" + name + "}; "
                        + (known.isEmpty() ? "the route captures nothing" : "the route captures " + known));
            }
        }
        return this;
    }

    /**
     * The text with the captures in it.
     *
     * @param captures of the request
     * @param place where the text goes
     * @return the text
     */
    public String expand(Captures captures, Place place) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> out.append(literal.text());
                case Part.Name name -> append(captures.capture(name.name()), place, out);
            }
        }
        return out.toString();
    }

    private static void append(Captures.@Nullable Capture capture, Place place, StringBuilder out) {
        if (capture == null) {
            return;
        }
        switch (place) {
            case KEY -> out.append(capture.text());
            case FIELD, QUERY -> encode(String.join("/", capture.segments()), place, out);
            case PATH -> {
                String between = "";
                for (String segment : capture.segments()) {
                    out.append(between);
                    encode(segment, place, out);
                    between = "/";
                }
            }
        }
    }

    private static void encode(String octets, Place place, StringBuilder out) {
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            boolean stays = place == Place.FIELD ? c > ' ' && c < 0x7F && c != '%' : Octets.isUnreserved(c);
            if (place == Place.PATH && c == '.' && isDotSegment(octets, i)) {
                out.append("%252E");
            } else if (stays) {
                out.append(c);
            } else {
                Octets.escape(c, out);
            }
        }
    }

    /** Whether a dot belongs to a segment of dots, for a server that decodes slashes and backslashes first. */
    private static boolean isDotSegment(String octets, int dot) {
        int start = dot;
        while (start > 0 && octets.charAt(start - 1) != '/' && octets.charAt(start - 1) != '\\') {
            start--;
        }
        int end = dot;
        while (end < octets.length() && "/\\;".indexOf(octets.charAt(end)) < 0) {
            end++;
        }
        String name = octets.substring(start, end);
        return name.equals(".") || name.equals("..");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
