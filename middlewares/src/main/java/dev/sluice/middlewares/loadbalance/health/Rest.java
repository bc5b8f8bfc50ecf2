package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Response;
import dev.sluice.core.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The vote of a member against itself: it has answered 503 with Retry-After (RFC 9110 §10.2.3), and is left alone so long. */
final class Rest implements Vote {
    private static final int UNAVAILABLE = 503;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final Ticker ticker;
    private final Duration lasts;
    private final long until;

    private Rest(Ticker ticker, Duration lasts) {
        this.ticker = ticker;
        this.lasts = lasts;
        this.until = ticker.nanos() + lasts.toNanos();
    }

    /** What a response asks for, up to what the rules allow. */
    static Optional<Rest> asked(Response response, PassiveHealth rules, Ticker ticker) {
        if (response.status().code() != UNAVAILABLE || !rules.retryAfter().isPositive()) {
            return Optional.empty();
        }
        return response.fields()
                .first("Retry-After")
                .flatMap(text -> duration(text.strip(), ticker.now()))
                .filter(Duration::isPositive)
                .map(asked -> asked.compareTo(rules.retryAfter()) > 0 ? rules.retryAfter() : asked)
                .map(allowed -> new Rest(ticker, allowed));
    }

    private static Optional<Duration> duration(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    Duration lasts() {
        return lasts;
    }

    boolean lastsAsLongAs(Rest other) {
        return until - other.until >= 0;
    }

    @Override
    public String judge() {
        return "retry-after";
    }

    @Override
    public Standing standing() {
        return ticker.nanos() - until < 0 ? Standing.OUT : Standing.IN;
    }

    @Override
    public boolean binding() {
        return false;
    }

    @Override
    public Optional<String> over() {
        return Optional.of("passive: the time of its Retry-After is over");
    }

    @Override
    public String toString() {
        return "asks for a rest";
    }
}
