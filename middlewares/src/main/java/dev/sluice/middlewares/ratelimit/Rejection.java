package dev.sluice.middlewares.ratelimit;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The response to a request above its rates: oxy's 429, with the fields of draft-ietf-httpapi-ratelimit-headers-10. */
final class Rejection {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Rejection() {}

    /** The response to a request that can pass later; its fields say when. */
    static Response later(RatePlan plan, Taken taken) {
        String text = GoDuration.text(Duration.ofNanos(taken.delay()));
        long seconds = Math.max(1, Math.ceilDiv(taken.delay(), NANOS_PER_SECOND));
        Rate slowest = plan.rates().get(taken.slowest());
        FieldsBuilder fields = fields(plan)
                .add("Retry-After", String.valueOf(seconds))
                .add("X-Retry-In", text)
                .add("RateLimit", name(slowest) + ";r=" + taken.left() + ";t=" + seconds);
        return response(fields, "max rate reached: retry-in " + text);
    }

    /**
     * The response to a request that can never pass, because its weight is above a burst: without {@code Retry-After}.
     */
    static Response never(RatePlan plan, long weight) {
        return response(
                fields(plan),
                "max rate reached: a request of weight " + weight + " is above the burst of " + plan.heaviest());
    }

    private static FieldsBuilder fields(RatePlan plan) {
        return Fields.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("RateLimit-Policy", policies(plan.rates()));
    }

    private static String policies(List<Rate> rates) {
        return rates.stream().map(Rejection::policy).collect(Collectors.joining(", "));
    }

    /** The parameter {@code w} is the period in whole seconds; a period that is not whole seconds is left out. */
    private static String policy(Rate rate) {
        long nanos = rate.period().toNanos();
        String window = nanos % NANOS_PER_SECOND == 0 ? ";w=" + nanos / NANOS_PER_SECOND : "";
        return name(rate) + ";q=" + rate.tokens() + window;
    }

    private static String name(Rate rate) {
        return '"' + rate.toString() + '"';
    }

    private static Response response(FieldsBuilder fields, String text) {
        return Response.problem(Status.TOO_MANY_REQUESTS_429, Reason.RATE_LIMITED, text)
                .withFields(fields.build());
    }
}
