package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.Completion;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An upstream of a pool while it runs: its weight, tier and metadata, what has been learned about it, its requests in flight and the votes on
 * its availability. It is the same object from when the upstream is added until it is removed, whatever else changes in
 * the pool. Compared by identity.
 *
 * <p>Thread-safe: it can be read at any time; only its pool changes it.
 */
public final class Member {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final Upstream upstream;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final WaitingLine line;
    private final Completion leaving = outcome -> left();
    private final MemberLatency latency = new MemberLatency();
    private volatile MemberSpec spec;
    private volatile int factor;
    private volatile List<Vote> votes = List.of();
    private volatile long firstPick = NOT_YET;
    private volatile @Nullable LastFailure lastFailure;

    /**
     * An attempt that has failed on the network.
     *
     * @param failure what went wrong
     * @param at {@link Ticker#nanos()} when it was known
     */
    public record LastFailure(Failure failure, long at) {}

    Member(MemberSpec spec, int factor, WaitingLine line) {
        this.upstream = spec.upstream();
        this.spec = spec;
        this.line = line;
        this.factor = factor;
    }

    /**
     * The upstream.
     *
     * @return where its requests go
     */
    public Upstream upstream() {
        return upstream;
    }

    /**
     * Its share as configured, relative to the others'.
     *
     * @return 0 takes nothing new
     */
    public int weight() {
        return spec.weight();
    }

    /**
     * Its tier.
     *
     * @return 0 for members that are picked from first, 1 for those that take their place, and so on
     */
    public int priority() {
        return spec.priority();
    }

    /**
     * What is said about it, such as its zone.
     *
     * @return texts by keys
     */
    public Map<String, String> metadata() {
        return spec.metadata();
    }

    /**
     * Its share as it is now: the weight, times its {@linkplain #factor() factor}.
     *
     * @return 0 takes nothing new
     */
    public int effectiveWeight() {
        return (int) Math.min(Integer.MAX_VALUE, (long) spec.weight() * factor);
    }

    /**
     * The factor that its weight is multiplied by, as {@linkplain Pool#learn learned} from its failures beside those of
     * the others.
     *
     * @return 1 or more; 1 while nothing has been learned
     */
    public int factor() {
        return factor;
    }

    /**
     * How many exchanges with it are under way: those whose response has not ended.
     *
     * @return 0 or more
     */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * How long it takes to answer.
     *
     * @return measured if a {@linkplain Balancer#readsLatency() policy} asks for it
     */
    public MemberLatency latency() {
        return latency;
    }

    /**
     * Since when it takes requests: the time of its first pick since it was added, or since the last vote against it was
     * taken back.
     *
     * @return nanoseconds of the ticker of whoever picks; empty before that pick
     */
    public OptionalLong takingSince() {
        long at = firstPick;
        return at == NOT_YET ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /**
     * The last attempt at it that failed on the network.
     *
     * @return empty if none has failed since it was added
     */
    public Optional<LastFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * The votes that are or were against it. A vote that has turned by time alone stays until the next pick.
     *
     * @return in the order they were given
     */
    public List<Vote> votes() {
        return votes;
    }

    /**
     * Whether it takes new requests.
     *
     * @return true if its weight is not 0 and no vote is against it
     */
    public boolean takes() {
        return spec.weight() > 0 && standing() != Vote.Standing.OUT;
    }

    /** The worst standing that a vote gives it. */
    Vote.Standing standing() {
        Vote.Standing worst = Vote.Standing.IN;
        for (Vote vote : votes) {
            Vote.Standing standing = vote.standing();
            worst = standing.compareTo(worst) > 0 ? standing : worst;
        }
        return worst;
    }

    /** Whether all votes admit one more request. */
    boolean admits() {
        for (Vote vote : votes) {
            if (vote.standing() != Vote.Standing.IN && !vote.admits()) {
                return false;
            }
        }
        return true;
    }

    /** Whether all votes that concern clients at home there admit one more request of theirs. */
    boolean admitsHome() {
        for (Vote vote : votes) {
            Vote.Standing standing = vote.standing();
            boolean spared = standing == Vote.Standing.TRIAL && vote.sparesSticky();
            if (standing != Vote.Standing.IN && !spared && !vote.admits()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it goes on with clients that are at home there: no vote is against these, and it has not left. */
    boolean keeps() {
        for (Vote vote : votes) {
            if (vote.standing() == Vote.Standing.OUT && !vote.sparesSticky()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is to be removed, as its drain is over. */
    boolean isDrained() {
        for (Vote vote : votes) {
            if (vote instanceof Draining draining && draining.isOver()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may be picked if no other member is left, though a vote is against it. */
    boolean lastResort() {
        return !votes.isEmpty()
                && votes.stream().noneMatch(vote -> vote.binding() && vote.standing() != Vote.Standing.IN);
    }

    /**
     * Counts a request as in flight, unless there are so many. The caller then has the exchange: {@link #exchange}.
     *
     * @param most how many there may be
     * @return whether it is counted
     */
    public boolean enter(int most) {
        int before = inFlight.get();
        while (before < most) {
            if (inFlight.compareAndSet(before, before + 1)) {
                return true;
            }
            before = inFlight.get();
        }
        return false;
    }

    private void left() {
        inFlight.decrementAndGet();
        line.next();
    }

    /**
     * Has an exchange with it, which was {@linkplain #enter counted} before. It stays counted until its response has ended or
     * the handler has thrown. Listeners are told of beginning and end.
     *
     * @param request the request, its upstream being this member's
     * @param next sends it
     * @param ticker the time, read if this is its first pick
     * @param listeners told of beginning and end
     * @return what next answered
     */
    public Response exchange(Request request, Handler next, Ticker ticker, List<StateListener> listeners) {
        if (firstPick == NOT_YET) {
            firstPick = ticker.nanos();
        }
        tell(listeners, StateListener.State.CONNECTED);
        Response response;
        try {
            response = next.handle(request);
        } catch (RuntimeException | Error bug) {
            left();
            tell(listeners, StateListener.State.DISCONNECTED);
            throw bug;
        }
        Optional<Failure> failure = response.failure();
        if (failure.isPresent() && failure.get().network()) {
            lastFailure = new LastFailure(failure.get(), ticker.nanos());
        }
        Response counted = response.onEnd(leaving);
        return listeners.isEmpty()
                ? counted
                : counted.onEnd(outcome -> tell(listeners, StateListener.State.DISCONNECTED));
    }

    private void tell(List<StateListener> listeners, StateListener.State state) {
        for (StateListener listener : listeners) {
            listener.changed(upstream, state);
        }
    }

    /** As it was configured last. */
    MemberSpec spec() {
        return spec;
    }

    /** Whether that is a change. */
    boolean change(MemberSpec changed) {
        boolean different = !spec.equals(changed);
        boolean drained = spec.weight() == 0;
        spec = changed;
        firstPick = drained ? NOT_YET : firstPick;
        return different;
    }

    void learn(int changed) {
        factor = changed;
    }

    /** Whether the vote is new. */
    boolean vote(Vote vote) {
        if (votes.contains(vote)) {
            return false;
        }
        votes = Stream.concat(votes.stream(), Stream.of(vote)).toList();
        return true;
    }

    /** Whether the vote was there. */
    boolean withdraw(Vote vote) {
        return keep(votes.stream().filter(other -> !other.equals(vote)).toList());
    }

    /** Drops the votes that are not against it any more, and returns them. */
    List<Vote> settle() {
        List<Vote> over = votes.stream()
                .filter(vote -> vote.standing() == Vote.Standing.IN)
                .toList();
        keep(votes.stream().filter(vote -> !over.contains(vote)).toList());
        return over;
    }

    private boolean keep(List<Vote> left) {
        boolean fewer = left.size() < votes.size();
        if (fewer) {
            votes = left;
            firstPick = left.isEmpty() ? NOT_YET : firstPick;
        }
        return fewer;
    }

    /** {@code http://host*weight (votes)}, as {@link MemberSpec#toString}. */
    @Override
    public String toString() {
        String against = votes.stream().map(Vote::toString).collect(Collectors.joining(", ", " (", ")"));
        return spec + (votes.isEmpty() ? "" : against);
    }
}
