package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalPath;
import dev.sluice.expression.Regex;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A regular expression that matches somewhere in the host or the path; its named groups are captures. */
record RegexMatch(boolean host, Regex regex) implements Predicate<Request>, Captures.Capturing {
    private String text(Request request) {
        return host ? request.host() : NormalPath.of(request.target());
    }

    @Override
    public boolean test(Request request) {
        return regex.isIn(text(request));
    }

    @Override
    public Set<String> captures() {
        return regex.names();
    }

    @Override
    public void capture(Request request, Map<String, Captures.Capture> into) {
        Function<String, String> octets = group -> host ? group : Octets.decoded(group, false);
        regex.named(text(request)).forEach((name, group) -> into.put(name, new Captures.Capture(octets.apply(group))));
    }
}
