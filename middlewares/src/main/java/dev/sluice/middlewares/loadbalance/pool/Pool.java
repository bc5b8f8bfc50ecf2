package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The upstreams that requests are balanced over, with weights. It can be changed while requests run.
 *
 * <p>State belongs to the member: a change of one member keeps the learned factors of the others, the votes on them,
 * and the order of turns. (oxy starts again from the first member, with the configured weights.) A change applies from
 * the next pick on; exchanges under way are not affected.
 *
 * <p>Thread-safe. A pick reads one immutable snapshot; changes replace it under a small lock. As long as no vote is
 * against a member, a pick costs the same in a pool of two and of a thousand; otherwise it also evaluates the votes. A
 * change costs time in proportion to the number of members.
 *
 * <p>Longer than a class should be by its documentation: each of its many methods is a few lines. How members change is in
 * {@code Membership}, how one is chosen if some are out is in {@code Choice}.
 */
public final class Pool implements PoolSource, AutoCloseable {
    private final List<Judge> judges = new CopyOnWriteArrayList<>();
    private final WaitingLine line = new WaitingLine();
    private final Membership membership = new Membership(line);
    private volatile Optional<Ticker> ticker = Optional.empty();
    private volatile Optional<Discovery> discovery = Optional.empty();
    private volatile int panicBelow;

    /** An empty pool: every request is answered 503 until there is a member. */
    public Pool() {}

    Pool(List<MemberSpec> members) {
        refresh(members);
    }

    /**
     * Brings it to what is written. A source that stays goes on. Where there is one, the members that are written are only
     * for as long as nothing else is known.
     */
    synchronized Pool follow(PoolSpec spec, Environment environment) {
        boolean seeds = spec.source().isPresent();
        if (!seeds || members().isEmpty()) {
            refresh(spec.members());
        }
        if (!seeds || discovery.filter(present -> present.follows(spec)).isEmpty()) {
            close();
            discovery = spec.source()
                    .map(source -> new Discovery(this, spec.name(), source, spec.discovery(), environment));
            discovery.ifPresent(Discovery::start);
        }
        return this;
    }

    /**
     * What keeps it up to date.
     *
     * @return empty if it has no source
     */
    public Optional<Discovery> discovery() {
        return discovery;
    }

    /** Does not follow its source any more. The members stay. */
    @Override
    public synchronized void close() {
        discovery.ifPresent(Discovery::close);
        discovery = Optional.empty();
    }

    /**
     * A pool of members with equal weights.
     *
     * @param urls as {@link Upstream#of} reads them
     * @return the pool, each member with weight 1
     * @throws IllegalArgumentException naming every one that is no upstream
     */
    public static Pool of(String... urls) {
        return urls.length == 0 ? new Pool() : new Pool(PoolSpec.of(urls).members());
    }

    @Override
    public Pool in(Environment environment) {
        return runs(environment.ticker(), environment.journal());
    }

    /**
     * Tells it where it is used: of several places the first counts.
     *
     * @param time for drains that end
     * @param notes where changes of members are noted
     * @return this
     */
    public synchronized Pool runs(Ticker time, Journal notes) {
        if (ticker.isEmpty()) {
            ticker = Optional.of(time);
            membership.noteIn(notes);
        }
        return this;
    }

    /**
     * Adds a member, or changes the weight of one: tier and metadata stay. A new member starts with the highest learned
     * factor of the others, so its share is that of a member without failures.
     *
     * @param upstream who
     * @param weight at least 0; with 0 the member gets no new clients: exchanges under way and sticky sessions go on.
     *     Also for a new member, unlike oxy, which makes it 1
     * @return this
     * @throws IllegalArgumentException if the weight is negative
     */
    public Pool upsert(Upstream upstream, int weight) {
        membership.upsert(upstream, weight);
        return this;
    }

    /**
     * Adds a member, or changes weight, tier and metadata of one.
     *
     * @param spec who
     * @return this
     */
    public Pool upsert(MemberSpec spec) {
        membership.upsert(spec);
        return this;
    }

    /**
     * Adds a member, or changes the weight of one.
     *
     * @param url as {@link Upstream#of} reads it
     * @param weight at least 0
     * @return this
     * @throws IllegalArgumentException if the URL is not an upstream or the weight is negative
     */
    public Pool upsert(String url, int weight) {
        return upsert(Upstream.of(url), weight);
    }

    /**
     * Makes the pool consist of some members, all at once: adds new ones, removes those that are not listed, and
     * changes weights. Members that stay keep their state.
     *
     * @param members upstreams and weights; may be empty
     * @return this
     */
    public Pool refresh(List<MemberSpec> members) {
        membership.refresh(members);
        return this;
    }

    /**
     * Removes a member. Requests in flight go on.
     *
     * @param upstream who
     * @return whether it was a member
     */
    public boolean remove(Upstream upstream) {
        return membership.remove(upstream);
    }

    /**
     * Removes a member. Requests in flight go on.
     *
     * @param url as {@link Upstream#of} reads it
     * @return whether it was a member
     */
    public boolean remove(String url) {
        return remove(Upstream.of(url));
    }

    /**
     * Gives a member no new clients: exchanges under way and sticky sessions go on with it, until it is {@linkplain
     * #markUp marked up} or removed.
     *
     * @param upstream who
     * @return whether it is a member
     */
    public boolean drain(Upstream upstream) {
        return drain(upstream, Optional.empty());
    }

    /**
     * Gives a member no new clients: exchanges under way and sticky sessions go on with it.
     *
     * @param url as {@link Upstream#of} reads it
     * @return whether it is a member
     */
    public boolean drain(String url) {
        return drain(Upstream.of(url));
    }

    /**
     * Gives a member no new clients, and removes it after some time. Exchanges that are under way then go on.
     *
     * @param upstream who
     * @param lasts how long sticky sessions may go on with it
     * @return whether it is a member
     * @throws IllegalStateException if the pool does not run yet, and so has no time
     */
    public boolean drain(Upstream upstream, Duration lasts) {
        return drain(upstream, Optional.of(lasts));
    }

    private boolean drain(Upstream upstream, Optional<Duration> lasts) {
        Draining drain = lasts.isEmpty() ? Draining.withoutEnd() : Draining.until(time(), lasts.get());
        return membership.drain(upstream, drain, lasts);
    }

    private Ticker time() {
        return ticker.orElseThrow(
                () -> new IllegalStateException("a pool that does not run has no time: [" + this + "]"));
    }

    /**
     * Ends a drain before its time. Votes of other judges stay.
     *
     * @param upstream who
     * @return whether it was drained
     */
    public boolean undrain(Upstream upstream) {
        return membership.withdraw(upstream, Draining.class::isInstance);
    }

    /**
     * Votes a member out as an operator: it is not picked until it is marked up. Nothing happens if it is no member, or
     * is marked down already.
     *
     * @param upstream who
     */
    public void markDown(Upstream upstream) {
        membership.markDown(upstream);
    }

    /**
     * Votes a member out as an operator: it is not picked until it is marked up.
     *
     * @param url as {@link Upstream#of} reads it
     */
    public void markDown(String url) {
        markDown(Upstream.of(url));
    }

    /**
     * Withdraws the operator's votes: a member that was marked down or drained is picked again. Votes of other judges
     * stay.
     *
     * @param upstream who
     */
    public void markUp(Upstream upstream) {
        membership.withdraw(upstream, vote -> vote instanceof Marked || vote instanceof Draining);
    }

    /**
     * Withdraws the operator's votes.
     *
     * @param url as {@link Upstream#of} reads it
     */
    public void markUp(String url) {
        markUp(Upstream.of(url));
    }

    /**
     * Adds a vote against a member. Nothing happens if it is no member or the vote is there.
     *
     * @param upstream who
     * @param vote evaluated at every pick until it says {@link Vote.Standing#IN} or is withdrawn
     * @return whether the vote was added
     */
    public boolean vote(Upstream upstream, Vote vote) {
        return membership.vote(upstream, vote);
    }

    /**
     * Withdraws a vote against a member. Nothing happens if there is no such vote.
     *
     * @param upstream who
     * @param vote against the member until now
     * @return whether it was
     */
    public boolean withdraw(Upstream upstream, Vote vote) {
        return membership.withdraw(upstream, vote);
    }

    /**
     * The members.
     *
     * @return a snapshot, in the order in which they were added
     */
    public List<Member> members() {
        return membership.current().members();
    }

    /**
     * A member.
     *
     * @param upstream who
     * @return empty if it is none
     */
    public Optional<Member> member(Upstream upstream) {
        return membership.of(upstream);
    }

    /**
     * A member.
     *
     * @param url as {@link Upstream#of} reads it
     * @return empty if it is none
     */
    public Optional<Member> member(String url) {
        return member(Upstream.of(url));
    }

    /**
     * The weight of a member, as configured.
     *
     * @param upstream who
     * @return empty if it is no member
     */
    public OptionalInt weight(Upstream upstream) {
        return member(upstream).stream().mapToInt(Member::weight).findFirst();
    }

    /**
     * The members that may be picked.
     *
     * @return the same list object until they change
     */
    public List<Member> taking() {
        return membership.current().taking();
    }

    /**
     * Picks a member for a request: one that takes requests and was not {@linkplain Request#tried() tried} for this
     * request; without such a member one that is a last resort; without that one that was tried.
     *
     * @param request the request
     * @param balancer picks among the members that may be picked
     * @return empty if no member takes the request
     */
    public Optional<Member> pick(Request request, Balancer balancer) {
        Roster present = membership.current();
        if (present.contested().isEmpty() && request.tried().isEmpty()) {
            List<Member> taking = present.taking();
            return taking.isEmpty() ? Optional.empty() : balancer.pick(request, taking);
        }
        return present.panics(panicBelow)
                ? new Choice(request, balancer).among(List.of(), present.anyway())
                : new Choice(request, balancer).among(present.taking(), present.lastResort());
    }

    /**
     * Picks a member for a request as {@link #pick(Request, Balancer)} does, among some of them.
     *
     * @param request the request
     * @param balancer picks among the members that may be picked
     * @param among the members that come into question
     * @return empty if none of them takes the request
     */
    public Optional<Member> pick(Request request, Balancer balancer, Predicate<Member> among) {
        Roster present = membership.current();
        boolean panics = present.panics(panicBelow);
        List<Member> taking = panics ? List.of() : present.taking();
        List<Member> lastResort = panics ? present.anyway() : present.lastResort();
        return new Choice(request, balancer)
                .among(
                        taking.stream().filter(among).toList(),
                        lastResort.stream().filter(among).toList());
    }

    /**
     * Sets when all members are picked that health alone has taken out: if fewer of them are left than that.
     *
     * @param percent of the members that could be picked but for health; 0 for never
     */
    public void panicBelow(int percent) {
        panicBelow = percent;
    }

    /**
     * Where requests wait while all members are full.
     *
     * @return the one of this pool
     */
    public WaitingLine line() {
        return line;
    }

    /**
     * Whether a member may go on with a client that is at home there: it also may if it drains.
     *
     * @param member one of the members
     * @param request of the client
     * @return false if a vote other than to drain is against it, or it was tried for this request
     */
    public boolean keeps(Member member, Request request) {
        return !request.tried().contains(member.upstream()) && member.keeps() && member.admitsHome();
    }

    /**
     * Sets the factors that the weights of some members are multiplied by, as a rebalancer has learned them.
     *
     * @param factors the factor of each of these members, 1 or more
     * @return whether that changed a factor
     */
    public boolean learn(Map<Member, Integer> factors) {
        return membership.learn(factors);
    }

    /**
     * Registers a judge: it is asked for the {@link #answer} to a request that no member takes, and found by {@link
     * #judges}.
     *
     * @param judge until it is unregistered
     */
    public void register(Judge judge) {
        judges.add(judge);
    }

    /**
     * Ends a judge's registration. It has to withdraw its votes itself.
     *
     * @param judge registered before
     */
    public void unregister(Judge judge) {
        judges.remove(judge);
    }

    /**
     * The judges of a kind that vote on this pool, such as its breakers with their states.
     *
     * @param type of judges
     * @param <J> of judges
     * @return in the order they were registered
     */
    public <J> List<J> judges(Class<J> type) {
        return judges.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * The answer of the judges to a request that no member takes.
     *
     * @param request the request that could not be sent anywhere
     * @return the answer of the first judge that has one
     */
    public Optional<Response> answer(Request request) {
        return judges.stream().flatMap(judge -> judge.answer(request).stream()).findFirst();
    }

    /** The members, their weights and the votes against them: {@code http://a (down), http://b*3}; then the source. */
    @Override
    public String toString() {
        String all = members().stream().map(Member::toString).collect(Collectors.joining(", "));
        return all + discovery.map(source -> " (" + source + ")").orElse("");
    }
}
