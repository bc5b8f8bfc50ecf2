package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Request;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Balancer;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.model.Environment;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The cheapest of some members: the one whose turn it is by weight, and rivals. A rival is picked if it costs less, so that
 * weights decide among members that cost the same. In a pool with no more members than rivals all are compared; otherwise
 * rivals are drawn at random, and a pick costs the same in a pool of ten members and of a thousand: "the power of
 * two choices" (Mitzenmacher 2001), or of a few more.
 *
 * <p>Thread-safe if the random numbers are; a pick takes no lock. A retry takes no turn, and compares all members that it
 * may go to.
 */
final class Cheapest implements Balancer {
    private final WeightedRoundRobin turns = new WeightedRoundRobin();
    private final Cost cost;
    private final int rivals;
    private final RandomGenerator random;
    private final Ticker ticker;

    Cheapest(Cost cost, int rivals, Environment environment) {
        this.cost = cost;
        this.rivals = rivals;
        this.random = environment.random();
        this.ticker = environment.ticker();
    }

    @Override
    public boolean readsLatency() {
        return cost.readsLatency();
    }

    @Override
    public Optional<Member> pick(Request request, List<Member> members) {
        Member first = turns.next(request, members);
        if (members.size() == 1) {
            return Optional.of(first);
        }
        long now = cost.readsLatency() ? ticker.nanos() : 0;
        boolean all = members.size() <= rivals || !request.tried().isEmpty();
        return Optional.of(all ? ofAll(first, members, now) : ofDrawn(first, members, now));
    }

    /** Starts anywhere, so that none is preferred of several that cost the same. */
    private Member ofAll(Member first, List<Member> members, long now) {
        int start = drawn(members);
        Member best = first;
        double least = cost.of(first, now) * cost.margin();
        for (int i = 0; i < members.size(); i++) {
            Member rival = next(members, start + i);
            double price = cost.of(rival, now);
            if (price < least) {
                best = rival;
                least = price;
            }
        }
        return best;
    }

    private Member ofDrawn(Member first, List<Member> members, long now) {
        Member best = first;
        double least = cost.of(first, now) * cost.margin();
        for (int i = 0; i < rivals; i++) {
            int at = drawn(members);
            Member rival = members.get(at) == best ? next(members, at + 1) : members.get(at);
            double price = cost.of(rival, now);
            if (price < least) {
                best = rival;
                least = price;
            }
        }
        return best;
    }

    private int drawn(List<Member> members) {
        return (int) Math.unsignedMultiplyHigh(random.nextLong(), members.size());
    }

    private static Member next(List<Member> members, int at) {
        return members.get(at < members.size() ? at : at - members.size());
    }
}
