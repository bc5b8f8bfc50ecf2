package dev.sluice.middlewares.rewrite;

import dev.sluice.expression.Substitution;

/**
 * A target in origin form (RFC 9112 §3.2.1), between two changes.
 *
 * @param path with a slash in front
 * @param query with its question mark, or empty if there is none
 */
record Target(String path, String query) {
    /** Adds the slash in front if a change has removed it. */
    Target {
        path = path.startsWith("/") ? path : "/" + path;
    }

    static Target of(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? new Target(text, "") : new Target(text.substring(0, mark), text.substring(mark));
    }

    Target withoutPrefix(String prefix) {
        boolean wholeSegments =
                path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        return wholeSegments ? new Target(path.substring(prefix.length()), query) : this;
    }

    Target withPrefix(String prefix) {
        return new Target(prefix + path, query);
    }

    Target withPath(String other) {
        return new Target(other, query);
    }

    /** A query in the replacement comes first, followed by what the client asked for. */
    Target with(Substitution substitution) {
        return substitution.apply(path).map(this::merged).orElse(this);
    }

    private Target merged(String replaced) {
        Target changed = Target.of(replaced);
        if (changed.query.length() <= 1) {
            return new Target(changed.path, query);
        }
        return new Target(changed.path, query.length() <= 1 ? changed.query : changed.query + "&" + query.substring(1));
    }

    String text() {
        return path + query;
    }
}
