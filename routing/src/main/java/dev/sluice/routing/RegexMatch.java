package dev.sluice.routing;

import dev.sluice.expression.Regex;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A regular expression that matches somewhere in the host or the path; its named groups are captures. */
record RegexMatch(boolean host, Regex regex) implements Predicate<MatchContext>, Captures.Capturing {
    private String text(MatchContext context) {
        return host ? context.host() : context.path();
    }

    @Override
    public boolean test(MatchContext context) {
        return regex.isIn(text(context));
    }

    @Override
    public Set<String> captures() {
        return regex.names();
    }

    @Override
    public void capture(MatchContext context, Map<String, Captures.Capture> into) {
        Function<String, String> octets = group -> host ? group : Octets.decoded(group, false);
        regex.named(text(context)).forEach((name, group) -> into.put(name, new Captures.Capture(octets.apply(group))));
    }
}
