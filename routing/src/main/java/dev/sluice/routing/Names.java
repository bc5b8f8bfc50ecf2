package dev.sluice.routing;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names of captures: letters, digits and {@code _} of ASCII, the first no digit. */
final class Names {
    private Names() {}

    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A copy in the same order, which is small for the few names that a pattern has. */
    static Set<String> kept(Set<String> names) {
        return names.size() < 2 ? Set.copyOf(names) : Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** Takes a name into those of a pattern. */
    static void add(String name, Set<String> names, String pattern) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "the name of a capture must be letters, digits and _, is '" + name + "' in \"" + pattern + "\"");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("capture {" + name + "} stands twice in \"" + pattern + "\"");
        }
    }
}
