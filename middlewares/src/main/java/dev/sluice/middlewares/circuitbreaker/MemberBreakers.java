package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Judge;
import dev.sluice.middlewares.loadbalance.pool.PerMember;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.model.Environment;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A circuit breaker for each member of a pool: a tripped member is not picked, a recovering one gets its growing share of
 * the picks. It stands behind the step that picks from the same pool and measures what was picked. If no member takes a
 * request and one of them is tripped, the client sees the fallback: by default 503 with {@code Retry-After}.
 *
 * <p>A request without an upstream of the pool passes unmeasured. The breakers are found by {@link Pool#judges}:
 *
 * {@snippet :
 * Map<Upstream, BreakerState> states = pool.judges(MemberBreakers.class).getFirst().states();
 * }
 *
 * <p>Thread-safe; in standby a request takes no lock.
 */
public final class MemberBreakers implements Gate, Judge {
    private final Pool pool;
    private final CircuitBreakerOptions options;
    private final PerMember<MemberBreaker> breakers;

    /**
     * A breaker in standby for each member.
     *
     * @param pool the one that requests are picked from
     * @param options for each breaker
     * @param ticker the time
     */
    public MemberBreakers(Pool pool, CircuitBreakerOptions options, Ticker ticker) {
        this(pool, options, ticker, Journal.NONE, SideEffects.ON_VIRTUAL_THREADS);
    }

    /**
     * A breaker in standby for each member.
     *
     * @param options pool and breakers
     * @param environment the time, and the live pool of a spec
     */
    public MemberBreakers(MemberBreakerOptions options, Environment environment) {
        this(
                options.pool().in(environment),
                options.breaker(),
                environment.ticker(),
                environment.journal(),
                SideEffects.ON_VIRTUAL_THREADS);
    }

    MemberBreakers(Pool pool, CircuitBreakerOptions options, Ticker ticker, Journal journal, Executor executor) {
        this.pool = pool;
        this.options = options;
        PhaseChanges changes = new PhaseChanges(options, journal, new SideEffects(executor));
        this.breakers = new PerMember<>(
                pool,
                member -> new MemberBreaker(member.upstream(), options, ticker, (breaker, phase) -> {
                    if (phase instanceof BreakerPhase.Tripped) {
                        pool.vote(breaker.upstream(), breaker);
                    }
                    changes.came(Optional.of(breaker.upstream()), breaker.breaker(), phase);
                }));
        pool.register(this);
    }

    @Override
    public Verdict admit(Request request) {
        return request.upstream()
                .flatMap(breakers::of)
                .map(MemberBreaker::measured)
                .orElseGet(Verdict::admit);
    }

    @Override
    public Optional<Response> answer(Request request) {
        return breakers.all().values().stream()
                .map(MemberBreaker::nanosLeft)
                .filter(left -> left > 0)
                .min(Long::compare)
                .map(left -> TrippedAnswer.of(request, options.fallback(), left));
    }

    /**
     * The state of each breaker.
     *
     * @return a snapshot, of the members that were picked so far
     */
    public Map<Upstream, BreakerState> states() {
        return breakers.all().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().upstream(),
                        entry -> entry.getValue().state()));
    }

    /**
     * Lets the breaker of a member stand by again, and forgets what it has measured: somebody has mended the member.
     *
     * @param upstream who
     * @return whether it has a breaker
     */
    public boolean reset(Upstream upstream) {
        Optional<MemberBreaker> breaker = of(upstream);
        breaker.ifPresent(MemberBreaker::reset);
        return breaker.isPresent();
    }

    private Optional<MemberBreaker> of(Upstream upstream) {
        return breakers.all().values().stream()
                .filter(one -> one.upstream().equals(upstream))
                .findFirst();
    }

    /**
     * When the state of a breaker began.
     *
     * @param upstream whose
     * @return as {@link CircuitBreaker#since()}; empty if it has no breaker
     */
    public Optional<Instant> since(Upstream upstream) {
        return of(upstream).map(MemberBreaker::since);
    }

    @Override
    public String describe() {
        return MemberBreakerType.describe(options);
    }

    /** Withdraws the votes of all breakers, since the pool may be used by others after this step has ended. */
    @Override
    public void close() {
        pool.unregister(this);
        breakers.all().values().forEach(breaker -> pool.withdraw(breaker.upstream(), breaker));
    }
}
