package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Probe;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.health.PassiveCheck;
import dev.sluice.middlewares.loadbalance.health.PassiveHealth;
import dev.sluice.middlewares.loadbalance.health.SlowStart;
import dev.sluice.middlewares.loadbalance.limit.MemberLimit;
import dev.sluice.middlewares.loadbalance.limit.MemberPlaces;
import dev.sluice.middlewares.loadbalance.policy.Picking;
import dev.sluice.middlewares.loadbalance.policy.WeightedRoundRobin;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.MemberLatency;
import dev.sluice.middlewares.loadbalance.pool.PickWatch;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.sticky.StickyOptions;
import dev.sluice.middlewares.loadbalance.sticky.StickySession;
import dev.sluice.middlewares.rolling.Blame;
import dev.sluice.model.Environment;
import dev.sluice.model.UsesEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Gives every request an upstream: the member of a {@link Pool} that the {@linkplain BalanceOptions#policy() policy} picks,
 * by default each in turn, as often as its weight says.
 *
 * <p>A retry goes to a member that was not tried yet, if there is one, and takes no turn. If no member takes the request,
 * because the pool is empty, drained, down or tripped, the client sees 503 and the failure is {@link
 * dev.sluice.core.Failure.NoUpstream} (oxy answers 500).
 *
 * <p>Members that cannot be connected to are ejected for some time, see {@link PassiveHealth}.
 *
 * <p>With a {@linkplain MemberLimit limit} a member that is full is passed over. While all are full, requests wait, or the
 * client sees 503 with {@code Retry-After}.
 *
 * <p>With a {@linkplain StickyOptions sticky session} a request goes to the member that its cookie names, also while that
 * drains, unless it is out for another reason or was tried already. Otherwise a member is picked, and the response names it by {@code Set-Cookie},
 * unless the attempt failed.
 *
 * <p>Thread-safe; a pick takes no lock. After oxy's {@code roundrobin.RoundRobin}.
 */
public final class Balance implements Middleware, UsesEnd {
    private final BalanceOptions options;
    private final Pool pool;
    private final Balancer balancer;
    private final Optional<StickySession> sticky;
    private final Optional<PassiveCheck> health;
    private final Optional<SlowStart> slowStart;
    private final Optional<MemberPlaces> places;
    private final Ticker ticker;
    private final Journal journal;

    /**
     * Balances over a pool by the defaults: in turn.
     *
     * @param pool the members; may be changed at any time
     * @param ticker the time
     */
    public Balance(Pool pool, Ticker ticker) {
        this(
                BalanceOptions.builder(pool).build(),
                pool.runs(ticker, Journal.NONE),
                new WeightedRoundRobin(),
                Optional.empty(),
                Optional.of(new PassiveCheck(PassiveHealth.DEFAULT, pool, ticker)),
                Optional.empty(),
                ticker,
                Journal.NONE);
    }

    /**
     * Balances over a pool.
     *
     * @param options pool, policy, affinity, health and listeners
     * @param environment time, random numbers, and the live pool of a spec
     */
    public Balance(BalanceOptions options, Environment environment) {
        this(
                options,
                options.pool().in(environment),
                balancer(options, environment),
                options.sticky().map(sticky -> new StickySession(sticky, environment.ticker(), environment.secrets())),
                options.health()
                        .map(rules -> new PassiveCheck(rules, options.pool().in(environment), environment)),
                slowStart(options, environment),
                environment.ticker(),
                environment.journal());
    }

    private static Balancer balancer(BalanceOptions options, Environment environment) {
        Pool pool = options.pool().in(environment);
        return Picking.balancer(
                options.policy(), options.subset(), options.overprovisioning(), pool::members, environment);
    }

    private Balance(
            BalanceOptions options,
            Pool pool,
            Balancer balancer,
            Optional<StickySession> sticky,
            Optional<PassiveCheck> health,
            Optional<SlowStart> slowStart,
            Ticker ticker,
            Journal journal) {
        this.options = options;
        this.pool = pool;
        this.balancer = balancer;
        this.sticky = sticky;
        this.health = health;
        this.slowStart = slowStart;
        this.places = options.limit().map(limit -> new MemberPlaces(limit, pool.line(), ticker, journal));
        this.ticker = ticker;
        this.journal = journal;
        options.health().map(PassiveHealth::panicBelow).ifPresent(pool::panicBelow);
    }

    private static Optional<SlowStart> slowStart(BalanceOptions options, Environment environment) {
        return options.health()
                .map(PassiveHealth::slowStart)
                .filter(Duration::isPositive)
                .map(window -> SlowStart.in(options.pool().in(environment), window, environment));
    }

    @Override
    public void endsAt(Handler end) {
        health.ifPresent(check -> check.reaches(Probe.of(end).reach()));
    }

    @Override
    public Response handle(Request request, Handler next) {
        health.ifPresent(PassiveCheck::beforePick);
        if (slowStart.isPresent()) {
            slowStart.get().beforePick();
        }
        Optional<Member> home =
                sticky.isEmpty() ? Optional.empty() : sticky.get().named(request, pool.members());
        return new Pick(request, home.filter(member -> pool.keeps(member, request)), home, next).answer();
    }

    /** The pick for one request, and its exchange with whom was picked. */
    private final class Pick implements MemberPlaces.Pick, Handler {
        private final Request request;
        private final Optional<Member> kept;
        private final Optional<Member> home;
        private final Handler next;

        /**
         * For one request.
         *
         * @param kept the member that goes on with the client
         * @param home the member that the client's cookie names
         */
        Pick(Request request, Optional<Member> kept, Optional<Member> home, Handler next) {
            this.request = request;
            this.kept = kept;
            this.home = home;
            this.next = next;
        }

        Response answer() {
            if (places.isPresent()) {
                return places.get().answer(request, this);
            }
            Optional<Member> member = any();
            return member.isPresent() && member.get().enter(Integer.MAX_VALUE) ? exchange(member.get()) : nobody();
        }

        @Override
        public Optional<Member> any() {
            return kept.isPresent() ? kept : pool.pick(request, balancer);
        }

        @Override
        public Optional<Member> among(Predicate<Member> open) {
            return kept.filter(open).or(() -> pool.pick(request, balancer, open));
        }

        @Override
        public Response exchange(Member member) {
            Request sent = request.withUpstream(member.upstream());
            if (journal.isRead()) {
                String why = kept.isPresent() && kept.get() == member
                        ? "sticky"
                        : options.policy().toString();
                journal.note(sent, new Decision.Picked(member.upstream(), why));
            }
            Response response = health.isPresent() || balancer.readsLatency()
                    ? measured(member, sent)
                    : member.exchange(sent, this, ticker, options.onState());
            return sticks(member, response) ? sticky.orElseThrow().stick(response, sent, member.upstream()) : response;
        }

        /** Two readings of the clock, one before and one after, serve all who measure. */
        private Response measured(Member member, Request sent) {
            long begun = ticker.nanos();
            Optional<PassiveCheck.Watch> watch = health.map(check -> check.begin(member, begun));
            if (balancer.readsLatency()) {
                member.latency().asked(begun);
            }
            Response response;
            try {
                response = member.exchange(sent, this, ticker, options.onState());
            } catch (RuntimeException | Error bug) {
                watch.ifPresent(PassiveCheck.Watch::unanswered);
                throw bug;
            }
            long now = ticker.nanos();
            if (balancer.readsLatency()) {
                learn(member.latency(), response, begun, now);
            }
            watch.ifPresent(one -> one.answered(response, now));
            return response;
        }

        /** What fails quickly is not quick. What the client broke off, or was never sent, says nothing. */
        private void learn(MemberLatency latency, Response response, long begun, long now) {
            Blame blame = response.failure()
                            .filter(Failure.NoUpstream.class::isInstance)
                            .isPresent()
                    ? Blame.CLIENT
                    : Blame.of(response);
            switch (blame) {
                case NOBODY -> latency.answered(now - begun, now);
                case UPSTREAM -> latency.failed(now - begun, now);
                case CLIENT -> {}
            }
        }

        /** Tells of the pick and passes the request on: within the exchange, which ends whatever a listener throws. */
        @Override
        public Response handle(Request sent) {
            if (!PickWatch.agrees(sent)) {
                return Response.failed(new Failure.NoUpstream("no member but those tried already"), Provenance.LOCAL);
            }
            for (RewriteListener listener : options.onPick()) {
                listener.picked(request, sent);
            }
            return next.handle(sent);
        }

        /** A client whose home is full for now keeps its cookie. */
        private boolean sticks(Member member, Response response) {
            boolean isHome = kept.isPresent() || (home.isPresent() && home.get() == member);
            return sticky.isPresent() && !isHome && response.failure().isEmpty();
        }

        @Override
        public Response nobody() {
            if (journal.isRead()) {
                journal.note(request, new Decision.Unavailable(pool.toString()));
            }
            return pool.answer(request)
                    .orElseGet(() -> Response.failed(
                            new Failure.NoUpstream("no member takes requests: [" + pool + "]"), Provenance.LOCAL));
        }
    }

    @Override
    public String describe() {
        return BalanceType.TYPE.describe(options);
    }

    @Override
    public void close() {
        health.ifPresent(PassiveCheck::close);
    }
}
