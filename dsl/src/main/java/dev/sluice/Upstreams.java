package dev.sluice;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.Member;
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
            case Bridge.RoundRobinBridge picking ->
                picking.pool().members().stream().map(Member::upstream);
            case ForwardType forward -> ((ForwardType.Forward) part.options()).upstream().stream();
            default -> Stream.empty();
        };
    }
}
