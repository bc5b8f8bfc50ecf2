package dev.sluice.observe.admin;

import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import java.util.List;
import java.util.Optional;

/**
 * Lets in who brings the token, and hears of {@value #MOST} wrong ones a second: further ones are answered 429. The right token is
 * let in even while others try, so that nobody is locked out by them. Thread-safe.
 */
final class Door {
    /** As many requests without the right token are answered 401 within a second. */
    static final int MOST = 20;

    private static final String BEARER = "Bearer ";
    private static final long SECOND = 1_000_000_000;

    private final AdminToken token;
    private final Ticker ticker;
    private long since;
    private int wrong;

    Door(AdminToken token, Ticker ticker) {
        this.token = token;
        this.ticker = ticker;
        this.since = ticker.nanos();
    }

    /**
     * Checks who asks.
     *
     * @throws AdminRefusal for whom it does not let in
     */
    void check(Request request) {
        Optional<String> brought = brought(request);
        if (brought.filter(token::is).isPresent()) {
            return;
        }
        if (isOneTooMany()) {
            throw AdminRefusal.tooManyFailures();
        }
        throw AdminRefusal.unauthorized(
                brought.isEmpty() ? "the token is missing: Authorization: Bearer TOKEN" : "the token is wrong");
    }

    private static Optional<String> brought(Request request) {
        List<String> all = request.fields().all("Authorization");
        return all.size() == 1 && all.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(all.getFirst().substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private synchronized boolean isOneTooMany() {
        if (ticker.nanos() - since >= SECOND) {
            since = ticker.nanos();
            wrong = 0;
        }
        return ++wrong > MOST;
    }
}
