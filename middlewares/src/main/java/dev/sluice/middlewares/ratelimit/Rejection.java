package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a client is told that asks too much: oxy's 429, and the fields of draft-ietf-httpapi-ratelimit-headers-10. */
final class Rejection {
    private static final Provenance RATE_LIMITED = Provenance.local("rate-limited");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Rejection() {}

    /** Come back later. */
    static Response later(Plan plan, Decision decision) {
        String text = GoDuration.text(Duration.ofNanos(decision.delay()));
        long seconds = Math.max(1, Math.ceilDiv(decision.delay(), NANOS_PER_SECOND));
        Rate slowest = plan.rates().get(decision.slowest());
        FieldsBuilder fields = fields(plan)
                .add("Retry-After", String.valueOf(seconds))
                .add("X-Retry-In", text)
                .add("RateLimit", name(slowest) + ";r=" + decision.left() + ";t=" + seconds);
        return response(fields, "max rate reached: retry-in " + text);
    }

    /** Do not come back: not even a full bucket holds so much. */
    static Response never(Plan plan, long weight) {
        return response(
                fields(plan),
                "max rate reached: a request of weight " + weight + " is above the burst of " + plan.heaviest());
    }

    private static FieldsBuilder fields(Plan plan) {
        return Fields.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("RateLimit-Policy", policies(plan.rates()));
    }

    private static String policies(List<Rate> rates) {
        return rates.stream().map(Rejection::policy).collect(Collectors.joining(", "));
    }

    /** The window is in whole seconds, and optional: a period that is not is left out. */
    private static String policy(Rate rate) {
        long nanos = rate.period().toNanos();
        String window = nanos % NANOS_PER_SECOND == 0 ? ";w=" + nanos / NANOS_PER_SECOND : "";
        return name(rate) + ";q=" + rate.tokens() + window;
    }

    private static String name(Rate rate) {
        return '"' + rate.toString() + '"';
    }

    private static Response response(FieldsBuilder fields, String text) {
        return Response.of(Status.TOO_MANY_REQUESTS_429, fields.build(), Body.of(text))
                .withProvenance(RATE_LIMITED);
    }
}
