package dev.sluice.middlewares;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.options.Secret;
import dev.sluice.middlewares.access.AccessOptions;
import dev.sluice.middlewares.access.AccessType;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyType;
import dev.sluice.middlewares.adaptive.LimitAlgorithm;
import dev.sluice.middlewares.admission.AdmissionControlOptions;
import dev.sluice.middlewares.admission.AdmissionControlType;
import dev.sluice.middlewares.auth.ApiKeyOptions;
import dev.sluice.middlewares.auth.ApiKeyType;
import dev.sluice.middlewares.auth.BasicAuthOptions;
import dev.sluice.middlewares.auth.BasicAuthType;
import dev.sluice.middlewares.buffer.BufferBudget;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.middlewares.buffer.BufferType;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerType;
import dev.sluice.middlewares.circuitbreaker.LatencyTo;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakerType;
import dev.sluice.middlewares.circuitbreaker.SideEffect;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.connlimit.ConnLimitType;
import dev.sluice.middlewares.cors.CorsOptions;
import dev.sluice.middlewares.cors.CorsType;
import dev.sluice.middlewares.errors.ErrorForm;
import dev.sluice.middlewares.errors.ErrorsOptions;
import dev.sluice.middlewares.errors.ErrorsType;
import dev.sluice.middlewares.grpcweb.GrpcWebOptions;
import dev.sluice.middlewares.grpcweb.GrpcWebType;
import dev.sluice.middlewares.headers.HeadersOptions;
import dev.sluice.middlewares.headers.HeadersType;
import dev.sluice.middlewares.headers.RequestIdOptions;
import dev.sluice.middlewares.headers.RequestIdType;
import dev.sluice.middlewares.hedge.HedgeOptions;
import dev.sluice.middlewares.hedge.HedgeType;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.BalanceType;
import dev.sluice.middlewares.loadbalance.RewriteListener;
import dev.sluice.middlewares.loadbalance.health.HealthCheck;
import dev.sluice.middlewares.loadbalance.health.HealthOptions;
import dev.sluice.middlewares.loadbalance.health.HealthType;
import dev.sluice.middlewares.loadbalance.limit.MemberLimit;
import dev.sluice.middlewares.loadbalance.policy.BalancerSpec;
import dev.sluice.middlewares.loadbalance.policy.Subset;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.loadbalance.pool.StateListener;
import dev.sluice.middlewares.loadbalance.rebalance.MeterKind;
import dev.sluice.middlewares.loadbalance.rebalance.RebalanceType;
import dev.sluice.middlewares.loadbalance.rebalance.RebalancerOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.mirror.MirrorOptions;
import dev.sluice.middlewares.mirror.MirrorType;
import dev.sluice.middlewares.pages.ErrorPageOptions;
import dev.sluice.middlewares.pages.ErrorPageType;
import dev.sluice.middlewares.pages.MaintenanceOptions;
import dev.sluice.middlewares.pages.MaintenanceType;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.ratelimit.RateLimitType;
import dev.sluice.middlewares.ratelimit.SharedLimit;
import dev.sluice.middlewares.retry.RetryOptions;
import dev.sluice.middlewares.retry.RetryType;
import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.middlewares.rewrite.RedirectType;
import dev.sluice.middlewares.rewrite.RewriteOptions;
import dev.sluice.middlewares.rewrite.RewriteType;
import dev.sluice.middlewares.stream.StreamOptions;
import dev.sluice.middlewares.stream.StreamType;
import dev.sluice.middlewares.totaltimeout.TotalTimeoutOptions;
import dev.sluice.middlewares.totaltimeout.TotalTimeoutType;
import dev.sluice.middlewares.trace.TraceFormat;
import dev.sluice.middlewares.trace.TraceOptions;
import dev.sluice.middlewares.trace.TraceType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A sample of each step type. A new type needs a method here, and its name in {@link #all}. */
final class StepTypeSamples {
    /** Types whose sample is still missing. Empty when all middlewares have a {@link dev.sluice.model.StepType}. */
    static final Set<String> MISSING = Set.of();

    private static final Duration SECOND = Duration.ofSeconds(1);

    private StepTypeSamples() {}

    static List<StepTypeSample<?>> all() {
        return List.of(
                access(),
                adaptiveConcurrency(),
                admissionControl(),
                apiKey(),
                basicAuth(),
                buffer(),
                circuitBreaker(),
                connLimit(),
                cors(),
                errorPage(),
                errors(),
                grpcWeb(),
                headers(),
                hedge(),
                health(),
                maintenance(),
                memberBreaker(),
                mirror(),
                rateLimit(),
                rebalance(),
                redirect(),
                requestId(),
                retry(),
                rewrite(),
                balance(),
                stream(),
                totalTimeout(),
                trace());
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

    private static StepTypeSample<AdaptiveConcurrencyOptions> adaptiveConcurrency() {
        LimitAlgorithm gradient = LimitAlgorithm.Gradient.DEFAULT
                .withPeriod(SECOND)
                .withTolerancePercent(50)
                .withBaseline(Duration.ofMinutes(5), 10);
        return StepTypeSample.of(
                        AdaptiveConcurrencyType.TYPE,
                        AdaptiveConcurrencyOptions::builder,
                        AdaptiveConcurrencyOptions.Builder::build,
                        options -> options,
                        Map.ofEntries(
                                limiting("algorithm", options -> options.algorithm(gradient)),
                                limiting("initial", options -> options.initial(30)),
                                limiting("min", options -> options.min(1)),
                                limiting("max", options -> options.max(50)),
                                limiting("maxWaiting", options -> options.queue(5, SECOND)),
                                limiting("maxWait", options -> options.maxWait(SECOND)),
                                limiting("retryAfter", options -> options.retryAfter(Duration.ofSeconds(5))),
                                limiting("critical", options -> options.critical("PathPrefix(\"/pay\")")),
                                limiting(
                                        "sheddable", options -> options.sheddable("Header(\"X-Priority\", \"batch\")")),
                                limiting("normalPercent", options -> options.normalPercent(80)),
                                limiting("sheddablePercent", options -> options.sheddablePercent(50))))
                .shorthands("queue", "gradient", "aimd", "fixed");
    }

    private static Map.Entry<String, UnaryOperator<AdaptiveConcurrencyOptions.Builder>> limiting(
            String name, UnaryOperator<AdaptiveConcurrencyOptions.Builder> change) {
        return Map.entry(name, change);
    }

    private static StepTypeSample<AdmissionControlOptions> admissionControl() {
        return StepTypeSample.of(
                AdmissionControlType.TYPE,
                AdmissionControlOptions::builder,
                AdmissionControlOptions.Builder::build,
                options -> options,
                Map.of(
                        "successPercent", options -> options.successPercent(90),
                        "window", options -> options.window(SECOND),
                        "minRate", options -> options.minRate(10),
                        "aggression", options -> options.aggression(2),
                        "maxRefusedPercent", options -> options.maxRefusedPercent(80),
                        "retryAfter", options -> options.retryAfter(Duration.ofSeconds(5))));
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

    private static StepTypeSample<GrpcWebOptions> grpcWeb() {
        return new StepTypeSample<>(
                GrpcWebType.TYPE, GrpcWebOptions::new, Map.of(), Set.of(), Set.of(), Map.of(), Map.of(), Set.of());
    }

    private static StepTypeSample<ErrorPageOptions> errorPage() {
        return StepTypeSample.of(
                ErrorPageType.TYPE,
                ErrorPageOptions::builder,
                ErrorPageOptions.Builder::build,
                options -> options.statuses("404"),
                Map.of(
                        "statuses", options -> options.statuses("5xx", "410-418"),
                        "body", options -> options.body("{status}"),
                        "contentType", options -> options.contentType("text/plain"),
                        "file", options -> options.file(Path.of("/srv/error.html")),
                        "path", options -> options.path("/errors/{status}"),
                        "status", options -> options.status(200),
                        "upstreams", options -> options.upstreams(true)));
    }

    private static StepTypeSample<MaintenanceOptions> maintenance() {
        return StepTypeSample.of(
                MaintenanceType.TYPE,
                MaintenanceOptions::builder,
                MaintenanceOptions.Builder::build,
                options -> options,
                Map.of(
                        "on", options -> options.on(false),
                        "whileExists", options -> options.whileExists(Path.of("/run/down")),
                        "allow", options -> options.allow("10.0.0.0/8"),
                        "retryAfter", options -> options.retryAfter(SECOND),
                        "body", options -> options.body("back soon"),
                        "contentType", options -> options.contentType("text/plain"),
                        "file", options -> options.file(Path.of("/srv/down.html"))));
    }

    private static StepTypeSample<ErrorsOptions> errors() {
        ErrorRenderer renderer = (request, error, problem) -> error;
        return StepTypeSample.of(
                        ErrorsType.TYPE,
                        ErrorsOptions::builder,
                        ErrorsOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "form", options -> options.form(ErrorForm.PROBLEM_JSON),
                                "renderer", options -> options.renderer(renderer)))
                .opaque("renderer");
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

    private static StepTypeSample<HedgeOptions> hedge() {
        return StepTypeSample.of(
                HedgeType.TYPE,
                HedgeOptions::builder,
                HedgeOptions.Builder::build,
                options -> options,
                Map.of(
                        "delay", options -> options.delay(Duration.ofMillis(250)),
                        "quantile", options -> options.quantile(99.5),
                        "minVolume", options -> options.minVolume(20),
                        "floor", options -> options.floor(SECOND),
                        "maxAttempts", options -> options.maxAttempts(3),
                        "budget", options -> options.budget(5, 3)));
    }

    private static StepTypeSample<MirrorOptions> mirror() {
        return StepTypeSample.of(
                        MirrorType.TYPE,
                        () -> MirrorOptions.builder("shadow"),
                        MirrorOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "to", options -> options.to("next"),
                                "share", options -> options.share(0.5),
                                "by", options -> options.by(Source.header("X-User")),
                                "maxBody", options -> options.maxBody(1_000),
                                "maxInFlight", options -> options.maxInFlight(7),
                                "timeout", options -> options.timeout(SECOND),
                                "field", options -> options.field("X-Copy"),
                                "compare",
                                        options -> options.compareFields("ETag").compareBody(64 << 10)))
                .shorthands("compareStatus", "compareFields", "compareBody");
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

    private static StepTypeSample<RewriteOptions> rewrite() {
        return StepTypeSample.of(
                        RewriteType.TYPE,
                        RewriteOptions::builder,
                        RewriteOptions.Builder::build,
                        options -> options.stripPrefix("/api"),
                        Map.of(
                                "steps",
                                options -> options.addPrefix("/v2")
                                        .replacePath("/x")
                                        .regex("^/a/([0-9]+)$", "/b/$1"),
                                "allowDotSegments",
                                options -> options.allowDotSegments()))
                .via(Map.of("steps", "stripPrefix"))
                .shorthands("addPrefix", "replacePath", "regex");
    }

    private static StepTypeSample<RedirectOptions> redirect() {
        return StepTypeSample.of(
                        RedirectType.TYPE,
                        () -> RedirectOptions.to("https://a.test/base"),
                        options -> options,
                        options -> options,
                        Map.of(
                                "where", options -> RedirectOptions.regex("^http://(.*)$", "https://$1"),
                                "status", options -> options.status(308)))
                .via(Map.of("where", "builder", "status", "builder"));
    }

    private static StepTypeSample<TotalTimeoutOptions> totalTimeout() {
        return StepTypeSample.of(
                        TotalTimeoutType.TYPE,
                        () -> new TotalTimeoutOptions(SECOND),
                        options -> options,
                        options -> options,
                        Map.of("total", options -> new TotalTimeoutOptions(Duration.ofMillis(1_500))))
                .via(Map.of("total", "builder"));
    }

    private static StepTypeSample<TraceOptions> trace() {
        return StepTypeSample.of(
                        TraceType.TYPE,
                        TraceOptions::builder,
                        TraceOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "format", options -> options.format(TraceFormat.OXY),
                                "to", options -> options.file(Path.of("trace.log")),
                                "requestHeaders", options -> options.requestHeaders("Accept"),
                                "responseHeaders", options -> options.responseHeaders("Age"),
                                "secrets", options -> options.redact("x-pin"),
                                "secretParameters", options -> options.redactParameters("pin"),
                                "sample", options -> options.sample(10),
                                "slowerThan", options -> options.slowerThan(Duration.ofMillis(300)),
                                "capacity", options -> options.capacity(2),
                                "maxWaitingBytes", options -> options.maxWaitingBytes(1 << 20)))
                .via(Map.of("secrets", "redact", "secretParameters", "redactParameters"))
                .shorthands("file", "logger", "lines", "sink");
    }

    private static StepTypeSample<RetryOptions> retry() {
        return StepTypeSample.of(
                        RetryType.TYPE,
                        () -> RetryOptions.builder("IsNetworkError()"),
                        RetryOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "condition", options -> RetryOptions.builder("IsNetworkError() && Attempts() < 3"),
                                "maxAttempts", options -> options.maxAttempts(7),
                                "nonIdempotent", options -> options.retryNonIdempotent(),
                                "budget", options -> options.budget(50, 7),
                                "deadline", options -> options.deadline(Duration.ofSeconds(9)),
                                "backoff", options -> options.backoff(Duration.ofMillis(5), SECOND),
                                "retryAfter", options -> options.honourRetryAfter(SECOND)))
                .via(Map.of(
                        "condition",
                        "builder",
                        "nonIdempotent",
                        "retryNonIdempotent",
                        "retryAfter",
                        "honourRetryAfter"));
    }

    private static StepTypeSample<CircuitBreakerOptions> circuitBreaker() {
        SideEffect effect = SideEffect.of("note", event -> {});
        return StepTypeSample.of(
                        CircuitBreakerType.TYPE,
                        () -> CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5"),
                        CircuitBreakerOptions.Builder::build,
                        options -> options,
                        Map.ofEntries(
                                entry(
                                        "condition",
                                        options -> CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.7")),
                                entry("fallbackDuration", options -> options.fallbackDuration(SECOND)),
                                entry("recoveryDuration", options -> options.recoveryDuration(SECOND)),
                                entry("checkPeriod", options -> options.checkPeriod(SECOND)),
                                entry("minimumRequests", options -> options.minimumRequests(7)),
                                entry("window", options -> options.window(Duration.ofSeconds(20))),
                                entry("latencyWindow", options -> options.latencyWindow(Duration.ofSeconds(30))),
                                entry("latencyTo", options -> options.latencyTo(LatencyTo.END)),
                                entry("fallback", options -> options.respond(500, "text/plain", "later")),
                                entry("onTripped", options -> options.onTripped(effect)),
                                entry("onStandby", options -> options.onStandby(effect))))
                .via(Map.of("condition", "builder"))
                .opaque("onTripped", "onStandby")
                .shorthands("respond", "redirect", "redirectPreservingPath");
    }

    private static Map.Entry<String, UnaryOperator<CircuitBreakerOptions.Builder>> entry(
            String name, UnaryOperator<CircuitBreakerOptions.Builder> change) {
        return Map.entry(name, change);
    }

    private static StepTypeSample<MemberBreakerOptions> memberBreaker() {
        CircuitBreakerOptions breaker =
                CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5").build();
        CircuitBreakerOptions other = CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5")
                .minimumRequests(7)
                .build();
        return StepTypeSample.of(
                        MemberBreakerType.TYPE,
                        () -> new MemberBreakerOptions(PoolSpec.of("http://a.test"), breaker),
                        options -> options,
                        options -> options,
                        Map.of(
                                "pool", options -> new MemberBreakerOptions(PoolSpec.of("http://b.test"), breaker),
                                "breaker", options -> new MemberBreakerOptions(options.pool(), other)))
                .via(Map.of("pool", "builder", "breaker", "builder"));
    }

    private static StepTypeSample<HealthOptions> health() {
        HealthCheck check = HealthCheck.DEFAULT;
        HealthCheck other =
                HealthCheck.builder().path("/ready").statuses(200, 204).tcp().build();
        return StepTypeSample.of(
                        HealthType.TYPE,
                        () -> new HealthOptions(PoolSpec.of("http://a.test"), check),
                        options -> options,
                        options -> options,
                        Map.of(
                                "pool", options -> new HealthOptions(PoolSpec.of("http://b.test"), check),
                                "check", options -> new HealthOptions(options.pool(), other)))
                .via(Map.of("pool", "builder", "check", "builder"));
    }

    private static StepTypeSample<RebalancerOptions> rebalance() {
        MeterKind meter = MeterKind.custom(ticker -> {
            throw new AssertionError("is not run here");
        });
        return StepTypeSample.of(
                        RebalanceType.TYPE,
                        () -> RebalancerOptions.builder(PoolSpec.of("http://a.test")),
                        RebalancerOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "pool", options -> RebalancerOptions.builder(PoolSpec.of("http://b.test")),
                                "backoff", options -> options.backoff(SECOND),
                                "meter", options -> options.meter(meter)))
                .via(Map.of("pool", "builder"))
                .opaque("meter");
    }

    private static StepTypeSample<BalanceOptions> balance() {
        RewriteListener onPick = (before, after) -> {};
        StateListener onState = (upstream, state) -> {};
        return StepTypeSample.of(
                        BalanceType.TYPE,
                        () -> BalanceOptions.builder(PoolSpec.of("http://a.test", "https://b.test:8443/base")),
                        BalanceOptions.Builder::build,
                        options -> options,
                        Map.of(
                                "pool", options -> options.pool(PoolSpec.of("http://b.test")),
                                "policy",
                                        options -> options.policy(new BalancerSpec.Own((request, members) ->
                                                members.stream().findFirst())),
                                "subset",
                                        options -> options.subset(Subset.builder()
                                                .fixed("version", "2")
                                                .by("zone", Source.header("X-Zone"))
                                                .build()),
                                "overprovisioning", options -> options.overprovisioning(140),
                                "sticky",
                                        options -> options.sticky(StickyOptions.builder()
                                                .cookie("to")
                                                .build()),
                                "health", options -> options.noHealth(),
                                "limit", options -> options.limit(new MemberLimit(7, 5, Duration.ofSeconds(1))),
                                "onPick", options -> options.onPick(onPick),
                                "onState", options -> options.onState(onState)))
                .opaque("policy", "onPick", "onState")
                .shorthands("noHealth");
    }

    private static StepTypeSample<BufferOptions> buffer() {
        return StepTypeSample.of(
                BufferType.TYPE,
                BufferOptions::builder,
                BufferOptions.Builder::build,
                options -> options,
                Map.of(
                        "maxRequestBytes", options -> options.maxRequestBytes(64 << 20),
                        "memoryRequestBytes", options -> options.memoryRequestBytes(7),
                        "streamRequests", options -> options.streamRequests(),
                        "maxResponseBytes", options -> options.maxResponseBytes(64 << 20),
                        "memoryResponseBytes", options -> options.memoryResponseBytes(7),
                        "streamResponses", options -> options.streamResponses(),
                        "budget", options -> options.budget(BufferBudget.shared("all", 1 << 20)),
                        "spillDirectory", options -> options.spillDirectory(Path.of("elsewhere")),
                        "retry", options -> options.retry("IsNetworkError()")));
    }
}
