package dev.sluice;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.Member;
import dev.sluice.middlewares.loadbalance.MemberSpec;
import dev.sluice.middlewares.loadbalance.Pool;
import dev.sluice.middlewares.loadbalance.PoolSpec;
import dev.sluice.middlewares.loadbalance.RoundRobinOptions;
import dev.sluice.middlewares.loadbalance.RoundRobinType;
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

    private static Stream<Upstream> of(Part<?> part) {
        return switch (part.type()) {
            case RoundRobinType picking ->
                switch (((RoundRobinOptions) part.options()).pool()) {
                    case PoolSpec spec -> spec.members().stream().map(MemberSpec::upstream);
                    case Pool pool -> pool.members().stream().map(Member::upstream);
                };
            case ForwardType forward -> ((ForwardType.Forward) part.options()).upstream().stream();
            default -> Stream.empty();
        };
    }
}
