package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A host, exact or with labels left open: {@code *} at the beginning stands for one or more labels, <code>{name}</code>
 * for one that is captured.
 */
final class HostPattern implements Predicate<Request>, Captures.Capturing {
    private final String text;
    private final List<String> labels;
    private final Set<String> names;
    private final String suffix;

    private HostPattern(String text, List<String> labels, Set<String> names) {
        this.text = text;
        this.labels = labels;
        this.names = Names.kept(names);
        int open = labels.size();
        while (open > 0 && !isOpen(labels.get(open - 1))) {
            open--;
        }
        this.suffix = String.join(".", labels.subList(open, labels.size()));
    }

    static HostPattern of(String given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("a host must not be empty");
        }
        boolean open = given.indexOf('{') >= 0 || given.indexOf('*') >= 0;
        if (!open) {
            return exact(given);
        }
        List<String> labels = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        String[] parts = given.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            String label = parts[i];
            if (label.startsWith("{") && label.endsWith("}")) {
                Names.add(label.substring(1, label.length() - 1), names, given);
                labels.add(label);
            } else if (label.equals("*") && i == 0) {
                labels.add(label);
            } else {
                labels.add(literal(label, given));
            }
        }
        if (labels.size() < 2) {
            throw new IllegalArgumentException("a host with open labels must end in a name, is \"" + given + "\"");
        }
        return new HostPattern(String.join(".", labels), List.copyOf(labels), names);
    }

    private static HostPattern exact(String given) {
        String normal = NormalHost.of(given);
        boolean port = normal.startsWith("[") ? !given.endsWith("]") : given.indexOf(':') >= 0;
        if (port && !normal.startsWith("[")) {
            throw new IllegalArgumentException("a host must have no port, is \"" + given + "\"");
        }
        if (normal.isEmpty() || normal.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '/' || c == '@')) {
            throw bad(given);
        }
        return new HostPattern(normal, List.of(normal), Set.of());
    }

    private static String literal(String label, String given) {
        boolean fine = !label.isEmpty()
                && label.chars().allMatch(c -> c == '-' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c)));
        if (!fine) {
            throw bad(given);
        }
        return NormalHost.of(label);
    }

    private static IllegalArgumentException bad(String given) {
        return new IllegalArgumentException(
                "a host must be a name or an address, *.name or with whole labels as {name}; "
                        + "international names as xn--…; is \"" + given + "\"");
    }

    private static boolean isOpen(String label) {
        return label.equals("*") || label.startsWith("{");
    }

    boolean isExact() {
        return labels.size() == 1;
    }

    /** The literal labels at its end, by which it is indexed; all of an exact one. */
    String suffix() {
        return suffix;
    }

    /** How specific it is among those that are not exact: the number of its literal characters. */
    int literals() {
        int count = 0;
        for (String label : labels) {
            count += isOpen(label) ? 0 : label.length() + 1;
        }
        return count;
    }

    /** Whether each host of the other one is one of this. */
    boolean covers(HostPattern other) {
        if (text.equals(other.text)) {
            return true;
        }
        if (other.isExact()) {
            return !isExact() && matches(other.text);
        }
        return labels.getFirst().equals("*")
                && labels.size() == suffixLabels() + 1
                && other.text.endsWith("." + suffix);
    }

    private int suffixLabels() {
        return suffix.isEmpty() ? 0 : suffix.split("\\.").length;
    }

    @Override
    public boolean test(Request request) {
        return matches(request.host());
    }

    boolean matches(String host) {
        if (isExact()) {
            return host.equals(text);
        }
        int end = host.length();
        for (int i = labels.size() - 1; i >= 0; i--) {
            String label = labels.get(i);
            if (end <= 0) {
                return false;
            }
            if (label.equals("*")) {
                return true;
            }
            int start = host.lastIndexOf('.', end - 1) + 1;
            boolean fits = isOpen(label) ? end > start : end - start == label.length() && host.startsWith(label, start);
            if (!fits) {
                return false;
            }
            end = start - 1;
        }
        return end < 0;
    }

    @Override
    public Set<String> captures() {
        return names;
    }

    @Override
    public void capture(Request request, Map<String, Captures.Capture> into) {
        String[] host = request.host().split("\\.", -1);
        for (int i = 1; i <= labels.size(); i++) {
            String label = labels.get(labels.size() - i);
            if (label.startsWith("{")) {
                into.put(label.substring(1, label.length() - 1), new Captures.Capture(host[host.length - i]));
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
