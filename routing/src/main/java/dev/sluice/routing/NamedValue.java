package dev.sluice.routing;

import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import java.util.function.Predicate;

/** A header, a query parameter or a cookie of a name, any of whose values holds. */
record NamedValue(Kind kind, String name, TextTest test) implements Predicate<Request> {
    /** Where it stands. */
    enum Kind {
        /** A field line; the name in any case. */
        HEADER("Header"),
        /** A parameter of the query, decoded as a form is. */
        QUERY("Query"),
        /** A cookie. */
        COOKIE("Cookie");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    @Override
    public boolean test(Request request) {
        return switch (kind) {
            case HEADER -> inFields(request.fields());
            case QUERY -> inQuery(request.target());
            case COOKIE -> inCookies(request);
        };
    }

    private boolean inFields(Fields fields) {
        for (int i = fields.indexOf(name, 0); i >= 0; i = fields.indexOf(name, i + 1)) {
            boolean holds = switch (test) {
                case TextTest.Exists exists -> true;
                case TextTest.Equal equal -> fields.holds(i, equal.text());
                default -> test.holds(fields.value(i));
            };
            if (holds) {
                return true;
            }
        }
        return false;
    }

    private boolean inQuery(String target) {
        int at = target.indexOf('?') + 1;
        while (at > 0 && at <= target.length()) {
            int end = target.indexOf('&', at);
            end = end < 0 ? target.length() : end;
            int equals = target.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (isName(target, at, nameEnd)) {
                String value = nameEnd == end ? "" : target.substring(nameEnd + 1, end);
                if (test.holds(Octets.text(Octets.decoded(value, true)))) {
                    return true;
                }
            }
            at = end + 1;
        }
        return false;
    }

    private boolean isName(String target, int from, int to) {
        if (to - from == name.length() && target.startsWith(name, from) && name.indexOf('+') < 0) {
            return true;
        }
        for (int i = from; i < to; i++) {
            char c = target.charAt(i);
            if (c == '%' || c == '+' || c >= 0x80) {
                return Octets.text(Octets.decoded(target.substring(from, to), true))
                        .equals(name);
            }
        }
        return false;
    }

    private boolean inCookies(Request request) {
        return request.cookie(name).filter(test::holds).isPresent();
    }
}
