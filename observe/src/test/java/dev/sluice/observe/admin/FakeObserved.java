package dev.sluice.observe.admin;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Handler;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrency;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.CircuitBreakerOptions;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.connlimit.ConnLimitOptions;
import dev.sluice.middlewares.loadbalance.pool.MembersType;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.middlewares.ratelimit.RateLimitOptions;
import dev.sluice.middlewares.ratelimit.RateLimitType;
import dev.sluice.model.Chain;
import dev.sluice.model.Difference;
import dev.sluice.model.Environment;
import dev.sluice.model.Model;
import dev.sluice.model.Place;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Route;
import dev.sluice.model.Routes;
import dev.sluice.model.Spec;
import dev.sluice.model.Step;
import dev.sluice.model.Terminal;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.observe.Observed;
import dev.sluice.routing.Predicates;
import dev.sluice.testkit.ManualTimers;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A program that does not run: its models are written as {@code routes: a, b} and {@code members: http://x}. Time stands still
 * until a test moves it.
 */
final class FakeObserved implements Observed {
    static final String NAMELESS = "orders/balance#1";

    final ManualTimers timers = ManualTimers.inline();
    final Map<String, Pool> pools = new LinkedHashMap<>();
    final List<Consumer<Journal.Entry>> readers = new CopyOnWriteArrayList<>();
    final CircuitBreaker breaker;
    final MemberBreakers memberBreakers;
    final RateLimit rateLimit;
    private final List<Version> history = new CopyOnWriteArrayList<>();
    volatile boolean changeable = true;
    volatile boolean draining;

    FakeObserved() {
        Pool api = Pool.of("http://a:8080", "http://b:8080").runs(timers.ticker(), Journal.NONE);
        pools.put("api", api);
        pools.put(NAMELESS, Pool.of("http://c:8080").runs(timers.ticker(), Journal.NONE));
        CircuitBreakerOptions trips = CircuitBreakerOptions.builder("NetworkErrorRatio() > 0.5")
                .minimumRequests(1)
                .build();
        breaker = new CircuitBreaker(trips, timers.ticker());
        memberBreakers = new MemberBreakers(api, trips, timers.ticker());
        rateLimit = new RateLimit(limit(), timers.ticker());
        Model model = model(List.of("orders", "users"), List.of("http://a:8080", "http://b:8080"));
        history.add(new Version(1, timers.ticker().now(), model, Difference.between(model, model)));
    }

    private static RateLimitOptions limit() {
        return RateLimitOptions.builder()
                .rate(Rate.of(1, java.time.Duration.ofHours(1)))
                .build();
    }

    private static Model model(List<String> names, List<String> members) {
        List<Route> routes = new ArrayList<>();
        names.forEach(name -> routes.add(new Route(
                name,
                Predicates.path("/" + name + "/{id}"),
                0,
                new Chain(List.of(new Step<>(RateLimitType.TYPE, limit(), Place.UNKNOWN)), to("api")),
                Place.UNKNOWN)));
        PoolSpec spec =
                new PoolSpec("api", PoolSpec.of(members.toArray(String[]::new)).members());
        PoolNode pool = new PoolNode(new Spec<>(MembersType.TYPE, spec, Place.UNKNOWN), to(""));
        return new Model(new Routes(routes, Optional.empty(), Routes.Ambiguous.PASS), Map.of("api", pool));
    }

    private static Terminal<String> to(String pool) {
        return new Terminal<>(new To(), pool, Place.UNKNOWN);
    }

    private static final class To implements TerminalType<String> {
        @Override
        public String name() {
            return "forwardTo";
        }

        @Override
        public List<OptionSpec<String, ?>> options() {
            return List.of(OptionSpec.required("pool", OptionTypes.text(), pool -> pool, "which"));
        }

        @Override
        public String read(OptionValues<String> values) {
            throw new UnsupportedOperationException("is not read here");
        }

        @Override
        public String describe(String pool) {
            return "forwardTo(" + pool + ")";
        }

        @Override
        public Optional<String> pool(String pool) {
            return Optional.of(pool).filter(name -> !name.isEmpty());
        }

        @Override
        public Handler make(String pool, Environment environment) {
            throw new UnsupportedOperationException("does not run");
        }
    }

    @Override
    public Ticker ticker() {
        return timers.ticker();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Version version() {
        return history.getFirst();
    }

    @Override
    public List<Version> history() {
        return List.copyOf(history);
    }

    @Override
    public boolean changeable() {
        return changeable;
    }

    @Override
    public Model read(String yaml) {
        Mistakes mistakes = new Mistakes();
        List<String> routes = List.of();
        List<String> members = List.of();
        for (String line : yaml.lines().toList()) {
            String[] parts = line.split(": ", 2);
            switch (parts[0]) {
                case "routes" -> routes = List.of(parts[1].split(", "));
                case "members" -> members = List.of(parts[1].split(", "));
                default -> mistakes.add("line '" + line + "' is unknown");
            }
        }
        mistakes.throwIfAny();
        return model(routes, members);
    }

    @Override
    public String yaml(Model model) {
        if (model.flows().stream().anyMatch(flow -> flow.name().equals("opaque"))) {
            throw new IllegalArgumentException("a lambda cannot be written");
        }
        return "routes:\n"
                + String.join(
                        "",
                        model.flows().stream()
                                .map(flow -> "  " + flow.name() + ": 'yes'\n")
                                .toList());
    }

    @Override
    public String json(Model model) {
        return "{\"routes\":" + model.flows().size() + "}";
    }

    @Override
    public Difference plan(Model model) {
        return Difference.between(version().model(), model);
    }

    @Override
    public synchronized Version apply(Model model, OptionalInt version) {
        if (version.isPresent() && version.getAsInt() != version().number()) {
            throw new IllegalStateException("another version runs");
        }
        Version next = new Version(
                version().number() + 1,
                timers.ticker().now(),
                model,
                Difference.between(version().model(), model));
        history.addFirst(next);
        PoolSpec spec = (PoolSpec) model.pools().get("api").members().options();
        pools.get("api").refresh(spec.members());
        return next;
    }

    @Override
    public Version rollback(OptionalInt version) {
        if (history.size() < 2) {
            throw new IllegalStateException("there is no version before this one");
        }
        return apply(history.get(1).model(), version);
    }

    @Override
    public Map<String, Pool> pools() {
        return pools;
    }

    @Override
    public <T> Map<String, T> made(Class<T> type) {
        Map<String, Object> all = Map.of(
                "orders/circuitBreaker#1", breaker,
                "pool api/memberBreaker#1", memberBreakers,
                "orders/rateLimit#1", rateLimit,
                "orders/connLimit#1",
                        new ConnLimit(ConnLimitOptions.builder().max(3).build(), timers.ticker()),
                "orders/adaptiveConcurrency#1",
                        new AdaptiveConcurrency(
                                AdaptiveConcurrencyOptions.builder().fixed(7).build(), timers.ticker(), new Random(1)));
        Map<String, T> made = new LinkedHashMap<>();
        all.forEach((path, one) -> {
            if (type.isInstance(one)) {
                made.put(path, type.cast(one));
            }
        });
        return made;
    }

    @Override
    public List<Connections> connections() {
        return List.of();
    }

    @Override
    public List<Gauge> gauges() {
        return List.of();
    }

    @Override
    public List<Listening> listeners() {
        return List.of(
                new Listening("web", URI.create("http://127.0.0.1:8080"), true, Map.of("listener.connections", 12L)));
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public List<String> refused() {
        return List.of();
    }

    @Override
    public String explain(String method, String url, List<String> fields) {
        if (!url.startsWith("http")) {
            throw new IllegalArgumentException("url must have a scheme, is '" + url + "'");
        }
        return method + " " + url + " " + fields;
    }

    @Override
    public Registration onDecision(Consumer<Journal.Entry> reader) {
        readers.add(reader);
        return () -> readers.remove(reader);
    }
}
