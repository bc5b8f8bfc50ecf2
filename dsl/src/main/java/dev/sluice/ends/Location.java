package dev.sluice.ends;

import dev.sluice.core.Request;
import dev.sluice.routing.Captures;
import dev.sluice.routing.Template;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client is sent: a URL or a path, in which {@code {name}} stands for what the route has captured, encoded for
 * where it goes. A capture never decides the host: it may stand in the authority only as one label in front of a literal
 * domain, and a path that begins with two slashes because of one loses a slash. Immutable.
 */
final class Location {
    private static final Pattern PARTS =
            Pattern.compile("(?<authority>(?:https?:)?//[^/?#]*)?(?<path>[^?#]*)(?<query>\\?[^#]*)?(?<fragment>#.*)?");
    private static final Pattern LABELS_BEFORE_A_DOMAIN =
            Pattern.compile("(?:https?:)?//(?:[\\w.-]|\\{\\w+})*\\{\\w+}\\.[\\w-]+\\.[\\w.-]*\\w(?::\\d+)?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");

    private final String text;
    private final Template authority;
    private final Template path;
    private final Template query;
    private final Template fragment;

    private Location(String text, Matcher parts) {
        this.text = text;
        authority = part(parts, "authority");
        path = part(parts, "path");
        query = part(parts, "query");
        fragment = part(parts, "fragment");
    }

    private static Template part(Matcher parts, String name) {
        String part = parts.group(name);
        return Template.of(part == null ? "" : part);
    }

    /**
     * Reads a location.
     *
     * @throws IllegalArgumentException if it is none, or a capture in it could lead to any host
     */
    static Location of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '\\') || !parts.matches()) {
            throw new IllegalArgumentException("location '" + text + "' must be encoded");
        }
        Location location = new Location(text, parts);
        if (!location.authority.names().isEmpty()
                && !LABELS_BEFORE_A_DOMAIN.matcher(parts.group("authority")).matches()) {
            throw new IllegalArgumentException("location '" + text
                    + "' must not let a capture choose the host; before a path only {name}.example.com is possible");
        }
        boolean begins = !parts.group("path").startsWith("/") && parts.group("authority") == null;
        if (begins && !location.path.names().isEmpty()) {
            throw new IllegalArgumentException(
                    "location '" + text + "' must begin with / or http:// or https://, as it has captures");
        }
        return location;
    }

    /** The captures in it. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(authority.names());
        names.addAll(path.names());
        names.addAll(query.names());
        names.addAll(fragment.names());
        return names;
    }

    /**
     * The location for a request.
     *
     * @param more a query to add, without its question mark
     * @return nothing if a capture is no label of a host and would have to be one
     */
    Optional<String> of(Request request, Optional<String> more) {
        Optional<Captures> captures = request.attributes().get(Captures.KEY);
        for (String name : authority.names()) {
            if (captures.flatMap(known -> known.get(name))
                    .filter(Location::isLabel)
                    .isEmpty()) {
                return Optional.empty();
            }
        }
        String host = filled(authority, captures, Template.Place.FIELD);
        String way = filled(path, captures, Template.Place.PATH);
        String asked = filled(query, captures, Template.Place.QUERY);
        if (more.isPresent()) {
            asked += (asked.isEmpty() ? "?" : asked.equals("?") ? "" : "&") + encoded(more.get());
        }
        return Optional.of(host
                + (host.isEmpty() ? withOneSlash(way) : way)
                + asked
                + filled(fragment, captures, Template.Place.QUERY));
    }

    private static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    private static String filled(Template part, Optional<Captures> captures, Template.Place place) {
        return captures.map(known -> part.expand(known, place)).orElse(part.toString());
    }

    /** Two slashes in front would name a host (RFC 3986 §4.2). */
    private static String withOneSlash(String path) {
        int from = 0;
        while (path.startsWith("//", from)) {
            from++;
        }
        return path.substring(from);
    }

    /** A query as it was received, with what no URL has escaped. */
    private static String encoded(String query) {
        StringBuilder safe = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c > ' ' && c <= '~' && "\"#<>\\^`{|}".indexOf(c) < 0) {
                safe.append(c);
            } else {
                safe.append(String.format("%%%02X", c & 0xff));
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
