package dev.sluice.middlewares;

import dev.sluice.core.Request;
import dev.sluice.core.Secret;
import dev.sluice.core.Source;
import dev.sluice.middlewares.access.AccessOptions;
import dev.sluice.middlewares.access.AccessType;
import dev.sluice.middlewares.auth.ApiKeyOptions;
import dev.sluice.middlewares.auth.ApiKeyType;
import dev.sluice.middlewares.auth.BasicAuthOptions;
import dev.sluice.middlewares.auth.BasicAuthType;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.connlimit.ConnLimitType;
import dev.sluice.middlewares.cors.CorsOptions;
import dev.sluice.middlewares.cors.CorsType;
import dev.sluice.middlewares.headers.HeadersOptions;
import dev.sluice.middlewares.headers.HeadersType;
import dev.sluice.middlewares.headers.RequestIdOptions;
import dev.sluice.middlewares.headers.RequestIdType;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.ratelimit.RateLimitType;
import dev.sluice.middlewares.ratelimit.SharedLimit;
import dev.sluice.middlewares.stream.StreamOptions;
import dev.sluice.middlewares.stream.StreamType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A sample of each step type. A new type needs a method here, and its name in {@link #all}. */
final class StepTypeSamples {
    /** Types whose sample is still missing. Empty when all middlewares have a {@link dev.sluice.model.StepType}. */
    static final Set<String> MISSING = Set.of(
            "buffer",
            "circuitBreaker",
            "rebalance",
            "rebalancer",
            "redirect",
            "retry",
            "rewrite",
            "roundRobin",
            "sticky",
            "trace");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private StepTypeSamples() {}

    static List<StepTypeSample<?>> all() {
        return List.of(
                access(), apiKey(), basicAuth(), connLimit(), cors(), headers(), rateLimit(), requestId(), stream());
    }

    private static StepTypeSample<AccessOptions> access() {
        return StepTypeSample.of(
                        AccessType.TYPE,
                        AccessOptions::builder,
                        AccessOptions.Builder::build,
                        options -> options.allow("10.0.0.0/8"),
                        Map.of(
                                "allow", options -> options.allow("2001:db8::/32"),
                                "deny", options -> options.deny("10.6.6.6", "::1")))
                .given("allow");
    }

    private static StepTypeSample<ApiKeyOptions> apiKey() {
        Predicate<String> check = key -> key.length() > 100;
        return StepTypeSample.of(
                        ApiKeyType.TYPE,
                        ApiKeyOptions::builder,
                        ApiKeyOptions.Builder::build,
                        options -> options.keys("k1"),
                        Map.of(
                                "header", options -> options.header("X-Token"),
                                "keys", options -> options.keys("k2"),
                                "check", options -> options.check(check)))
                .given("keys")
                .opaque("check")
                .secret(
                        "keys",
                        options -> options.keys().stream()
                                .map(StepTypeSamples::plain)
                                .toList());
    }

    private static StepTypeSample<BasicAuthOptions> basicAuth() {
        BiPredicate<String, String> check = String::equals;
        return StepTypeSample.of(
                        BasicAuthType.TYPE,
                        BasicAuthOptions::builder,
                        BasicAuthOptions.Builder::build,
                        options -> options.user("ada", "s3cret"),
                        Map.of(
                                "realm", options -> options.realm("staff only"),
                                "users", options -> options.user("eve", "pass: word"),
                                "check", options -> options.check(check)))
                .given("users")
                .opaque("check")
                .shorthands("user")
                .secret(
                        "users",
                        options -> options.users().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, user -> plain(user.getValue()))));
    }

    private static String plain(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.UTF_8);
    }

    private static StepTypeSample<ConnLimitOptions> connLimit() {
        return StepTypeSample.of(
                        ConnLimitType.TYPE,
                        ConnLimitOptions::builder,
                        ConnLimitOptions.Builder::build,
                        options -> options.max(10),
                        Map.of(
                                "max", options -> options.max(11),
                                "by", options -> options.by(Source.header("X-Api-Key")),
                                "maxWaiting", options -> options.queue(5, SECOND),
                                "maxWait", options -> options.maxWait(Duration.ofMillis(1_500))))
                .shorthands("queue");
    }

    private static StepTypeSample<CorsOptions> cors() {
        return StepTypeSample.of(
                CorsType.TYPE,
                CorsOptions::builder,
                CorsOptions.Builder::build,
                options -> options.origins("https://a.test"),
                Map.of(
                        "origins", options -> options.origins("https://b.test:8443"),
                        "methods", options -> options.methods("PATCH"),
                        "headers", options -> options.headers("X-A", "x-b"),
                        "exposed", options -> options.exposed("ETag"),
                        "credentials", options -> options.credentials(true),
                        "maxAge", options -> options.maxAge(Duration.ofHours(30))));
    }

    private static StepTypeSample<HeadersOptions> headers() {
        return StepTypeSample.of(
                HeadersType.TYPE,
                HeadersOptions::builder,
                HeadersOptions.Builder::build,
                options -> options,
                Map.of(
                        "request",
                        options -> options.request(edits -> edits.set("X-Env", "prod, with: a colon")
                                .add("X-A", "")
                                .setIfAbsent("X-B", "1")
                                .setIfPresent("X-C", "2")
                                .remove("X-Debug")),
                        "response",
                        options -> options.response(edits -> edits.remove("Server"))));
    }

    private static StepTypeSample<RateLimitOptions> rateLimit() {
        Rate rate = Rate.of(100, SECOND);
        ToLongFunction<Request> weight = request -> 2;
        Function<Request, List<Rate>> ratesOf = request -> List.of();
        return StepTypeSample.of(
                        RateLimitType.TYPE,
                        RateLimitOptions::builder,
                        RateLimitOptions.Builder::build,
                        options -> options.rate(rate),
                        Map.of(
                                "rates", options -> options.rates(new Rate(7, Duration.ofNanos(90_000_000_001L), 9)),
                                "by", options -> options.by(Source.clientIp(48)),
                                "weight", options -> options.weight(weight),
                                "ratesOf", options -> options.ratesOf(ratesOf),
                                "capacity", options -> options.capacity(1),
                                "maxDelay", options -> options.maxDelay(Duration.ofSeconds(61)),
                                "maxWaiting", options -> options.maxWaiting(1),
                                "shared",
                                        options -> RateLimitOptions.builder()
                                                .shared(new SharedLimit.Named("api", List.of(rate), 10))))
                .given("rates")
                .opaque("weight", "ratesOf")
                .shorthands("rate");
    }

    private static StepTypeSample<RequestIdOptions> requestId() {
        return StepTypeSample.of(
                RequestIdType.TYPE,
                RequestIdOptions::builder,
                RequestIdOptions.Builder::build,
                options -> options,
                Map.of(
                        "header", options -> options.header("X-Trace"),
                        "fromClient", options -> options.fromClient(false),
                        "inResponse", options -> options.inResponse(false)));
    }

    private static StepTypeSample<StreamOptions> stream() {
        return StepTypeSample.of(
                StreamType.TYPE,
                StreamOptions::builder,
                StreamOptions.Builder::build,
                options -> options,
                Map.of(
                        "maxRequestBytes", options -> options.maxRequestBytes(64 << 10),
                        "maxResponseBytes", options -> options.maxResponseBytes(1_000)));
    }
}
