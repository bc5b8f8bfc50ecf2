package dev.sluice.routing;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.options.KeyHash;
import dev.sluice.core.syntax.Tokens;
import java.util.Optional;
import java.util.function.Predicate;

/** A share of the requests, by a number from 0 to 99 that a request has: drawn, or the hash of a key. */
record Share(int percent, String key) implements Predicate<Request> {
    private static final String COOKIE = "cookie:";
    private static final String HEADER = "header:";
    private static final String CLIENT = "clientIp";

    Share {
        if (percent < 0 || percent > Moment.SHARES) {
            throw new IllegalArgumentException("percent must be 0..100, is " + percent);
        }
    }

    /** Checks a key. */
    static String key(String text) {
        boolean named = (text.startsWith(COOKIE) && Tokens.isToken(text.substring(COOKIE.length())))
                || (text.startsWith(HEADER) && Tokens.isToken(text.substring(HEADER.length())));
        if (!named && !text.equals(CLIENT)) {
            throw new IllegalArgumentException(
                    "a key must be cookie:NAME, header:NAME or clientIp, is \"" + text + "\"");
        }
        return text;
    }

    @Override
    public boolean test(Request request) {
        return number(request) < percent;
    }

    private int number(Request request) {
        return value(request)
                .map(Share::hashed)
                .orElseGet(() -> Moment.of(request).draw());
    }

    private Optional<String> value(Request request) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (key.equals(CLIENT)) {
            return Optional.of(Source.clientIp().key(request));
        }
        String name = key.substring(key.indexOf(':') + 1);
        return key.startsWith(COOKIE) ? request.cookie(name) : request.fields().first(name);
    }

    private static int hashed(String value) {
        return (int) Long.remainderUnsigned(KeyHash.of(value), Moment.SHARES);
    }
}
