package dev.sluice;

import dev.sluice.core.Upstream;
import dev.sluice.ends.ForwardType;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import java.util.List;
import java.util.stream.Stream;

/** Where a program sends requests to. */
final class Upstreams {
    private Upstreams() {}

    static List<Upstream> of(Model model) {
        return model.parts().stream().flatMap(Upstreams::of).toList();
    }

    /** No switches over types: each takes milliseconds to link at the first call, and a start makes that one. */
    private static Stream<Upstream> of(Part<?> part) {
        if (part.options() instanceof PoolSpec members) {
            return members.members().stream().map(MemberSpec::upstream);
        }
        if (part.options() instanceof BalanceOptions picking) {
            return of(picking.pool());
        }
        return part.options() instanceof ForwardType.Forward forward ? forward.upstream().stream() : Stream.empty();
    }

    private static Stream<Upstream> of(PoolSource pool) {
        if (pool instanceof PoolSpec spec) {
            return spec.members().stream().map(MemberSpec::upstream);
        }
        return pool instanceof Pool live ? live.members().stream().map(Member::upstream) : Stream.empty();
    }
}
