package dev.sluice.server.hosting;

import dev.sluice.core.syntax.NormalPath;
import java.util.Optional;

/**
 * The targets that a route of Helidon's and an upstream may read differently: the ambiguous ones, and those with an empty
 * segment. The normal form merges slashes that follow one another, as many upstreams do; Helidon's matcher does not, so
 * that {@code //internal/x} is not a path under {@code /internal}.
 */
final class BesideRoutes {
    private static final Optional<String> EMPTY_SEGMENT = Optional.of("an empty segment");

    private BesideRoutes() {}

    /** The reason in a few words; empty if there is none. */
    static Optional<String> ambiguity(String target) {
        int empty = target.indexOf("//");
        int query = empty < 0 ? -1 : target.indexOf('?');
        return empty >= 0 && (query < 0 || empty < query) ? EMPTY_SEGMENT : NormalPath.ambiguity(target);
    }
}
