package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A path by its segments: literal ones, open ones (<code>{name}</code>, one segment that is not empty), and maybe a
 * rest of any number of segments, which <code>{name...}</code> captures and {@code **} does not.
 */
final class PathPattern implements Predicate<Request>, Captures.Capturing {
    private static final String ANONYMOUS = "**";

    private final String text;
    private final List<String> segments;
    private final @Nullable String rest;
    private final Set<String> names;

    /** Segments: literals, or names in braces. */
    private PathPattern(String text, List<String> segments, @Nullable String rest, Set<String> names) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.rest = rest;
        this.names = Names.kept(names);
    }

    /** A path, a template, or a prefix if it ends in {@code /**}. */
    static PathPattern template(String given) {
        check(given);
        String normal = NormalPath.of(given);
        List<String> segments = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        String[] parts = normal.substring(1).split("/", -1);
        String rest = null;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (part.equals(ANONYMOUS) || part.endsWith("...}")) {
                if (!last) {
                    throw new IllegalArgumentException(
                            "what takes the rest must stand at the end of \"" + given + "\"");
                }
                rest = part.equals(ANONYMOUS) ? ANONYMOUS : part.substring(1, part.length() - 4);
                if (!part.equals(ANONYMOUS)) {
                    Names.add(rest, names, given);
                }
            } else {
                segments.add(segment(part, given, names));
            }
        }
        return new PathPattern(normal, segments, rest, names);
    }

    private static String segment(String part, String given, Set<String> names) {
        if (part.startsWith("{") && part.endsWith("}")) {
            Names.add(part.substring(1, part.length() - 1), names, given);
        } else if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0 || part.indexOf('*') >= 0) {
            throw new IllegalArgumentException(
                    "{name} must be a whole segment, * is only taken as /** at the end; is \"" + given + "\"");
        }
        return part;
    }

    /** All paths that begin with the segments of one. */
    static PathPattern prefix(String given) {
        check(given);
        if (given.indexOf('{') >= 0 || given.indexOf('*') >= 0) {
            throw new IllegalArgumentException("a prefix must have no { and no *; use Path; is \"" + given + "\"");
        }
        String normal = NormalPath.of(given);
        String bare = normal.length() > 1 && normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
        List<String> segments =
                bare.equals("/") ? List.of() : List.of(bare.substring(1).split("/", -1));
        return new PathPattern(bare, segments, ANONYMOUS, Set.of());
    }

    private static void check(String given) {
        if (!given.startsWith("/")) {
            throw new IllegalArgumentException("a path must begin with /, is \"" + given + "\"");
        }
        if (given.indexOf('?') >= 0 || given.indexOf(';') >= 0) {
            throw new IllegalArgumentException("a path must have no ? and no ;, is \"" + given + "\"");
        }
        Optional<String> ambiguity = NormalPath.ambiguity(given);
        if (ambiguity.isPresent()) {
            throw new IllegalArgumentException(
                    "a path must not be ambiguous, has " + ambiguity.get() + ": \"" + given + "\"");
        }
    }

    static boolean isOpen(String segment) {
        return segment.startsWith("{");
    }

    /** The text of a prefix that a template stands for, such as {@code /v1} for {@code /v1/**}. */
    Optional<String> asPrefix() {
        if (!ANONYMOUS.equals(rest) || !names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("/" + String.join("/", segments));
    }

    List<String> segments() {
        return segments;
    }

    boolean hasRest() {
        return rest != null;
    }

    boolean isExact() {
        return rest == null && segments.stream().noneMatch(PathPattern::isOpen);
    }

    /** One letter a segment, so that the order of the alphabet is that of specificity: literal, open, no more. */
    String kinds() {
        StringBuilder kinds = new StringBuilder(segments.size() + 1);
        for (String segment : segments) {
            kinds.append(isOpen(segment) ? 'b' : 'a');
        }
        return kinds.append('c').toString();
    }

    /** Which paths it takes, without the names of captures: two patterns with one key take the same. */
    String key() {
        StringBuilder key = new StringBuilder(text.length() + 2);
        for (String segment : segments) {
            key.append('/').append(isOpen(segment) ? "{}" : segment);
        }
        return key.append(rest == null ? "" : "/**").toString();
    }

    /** Whether each path of the other one is one of this. */
    boolean covers(PathPattern other) {
        int count = segments.size();
        if (rest == null ? other.hasRest() || other.segments.size() != count : other.segments.size() < count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            String mine = segments.get(i);
            String theirs = other.segments.get(i);
            boolean fits = isOpen(mine) ? !theirs.isEmpty() : mine.equals(theirs);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean test(Request request) {
        String target = request.target();
        int end = NormalPath.normalEnd(target);
        return end < 0 ? matches(NormalPath.of(target)) : matches(target, end);
    }

    boolean matches(String path) {
        return matches(path, path.length());
    }

    /** Whether a path matches that is the beginning of a text. Asked for every request, so it makes nothing. */
    private boolean matches(String text, int pathEnd) {
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (at >= pathEnd || text.charAt(at) != '/') {
                return false;
            }
            int end = end(text, at + 1, pathEnd);
            boolean fits = isOpen(segment)
                    ? end > at + 1
                    : end - at - 1 == segment.length() && text.startsWith(segment, at + 1);
            if (!fits) {
                return false;
            }
            at = end;
        }
        return rest == null ? at == pathEnd : text.startsWith("/") && (at == pathEnd || text.charAt(at) == '/');
    }

    private static int end(String text, int from, int pathEnd) {
        int slash = text.indexOf('/', from, pathEnd);
        return slash < 0 ? pathEnd : slash;
    }

    @Override
    public Set<String> captures() {
        return names;
    }

    @Override
    public void capture(Request request, Map<String, Captures.Capture> into) {
        String path = NormalPath.of(request.target());
        int at = 0;
        for (String segment : segments) {
            int end = end(path, at + 1, path.length());
            if (isOpen(segment)) {
                String octets = Octets.decoded(path.substring(at + 1, end), false);
                into.put(segment.substring(1, segment.length() - 1), new Captures.Capture(octets));
            }
            at = end;
        }
        if (rest != null && !rest.equals(ANONYMOUS)) {
            String[] parts = path.substring(Math.min(at + 1, path.length())).split("/", -1);
            List<String> decoded = new ArrayList<>(parts.length);
            for (String part : parts) {
                decoded.add(Octets.decoded(part, false));
            }
            into.put(rest, new Captures.Capture(List.copyOf(decoded)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
