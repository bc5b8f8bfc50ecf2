package dev.sluice;

import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalPath;
import dev.sluice.model.Environment;
import dev.sluice.model.Flow;
import dev.sluice.model.Located;
import dev.sluice.model.Model;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Routes;
import dev.sluice.model.Terminal;
import dev.sluice.routing.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What would become of a request, by the model alone. */
final class Foresight {
    private final Model model;
    private final StringBuilder text = new StringBuilder();

    private Foresight(Model model) {
        this.model = model;
    }

    static String of(Model model, Request request, Environment environment) {
        return new Foresight(model).told(request, environment);
    }

    private String told(Request request, Environment environment) {
        text.append(request).append(" to ").append(request.host()).append('\n');
        Optional<String> ambiguity = NormalPath.ambiguity(request.target());
        ambiguity.ifPresent(why ->
                text.append("can be read in more than one way: ").append(why).append('\n'));
        if (ambiguity.isPresent() && model.ambiguous() == Routes.Ambiguous.REJECT) {
            return text.append("400 ambiguous-target\n").toString();
        }
        Table<Flow> table = model.table();
        Request asked = table.withMoment(request, environment.ticker(), environment.random());
        Table.Entry<Flow> taken = table.find(asked);
        text.append("path in normal form ")
                .append(NormalPath.of(request.target()))
                .append("\n\nroutes\n");
        table.why(asked)
                .forEach(why ->
                        text.append(why.taken() ? "  > " : "    ").append(why).append('\n'));
        text.append("\npipeline\n");
        model.edge().forEach(this::part);
        if (taken == null) {
            otherwise();
        } else {
            taken.value().steps().forEach(this::part);
            end(taken.value().end());
        }
        return text.toString();
    }

    private void otherwise() {
        List<Located> rest = model.otherwise();
        if (rest.isEmpty()) {
            text.append("  404 no-route\n");
        } else {
            rest.subList(0, rest.size() - 1).forEach(this::part);
            end(rest.getLast());
        }
    }

    private void end(Located end) {
        part(end);
        poolsOf((Terminal<?>) end.part()).forEach(this::pool);
    }

    private void pool(String name) {
        PoolNode known = Objects.requireNonNull(model.pools().get(name), name);
        text.append("    ").append(known.members().describe()).append('\n');
        known.located(name)
                .forEach(located ->
                        text.append("    ").append(located.part().describe()).append('\n'));
    }

    /** Those that take its requests. */
    private static <O> Set<String> poolsOf(Terminal<O> terminal) {
        Set<String> pools = new TreeSet<>(terminal.type().pools(terminal.options()));
        terminal.pool().ifPresent(pools::add);
        return pools;
    }

    private void part(Located located) {
        text.append("  ").append(located.part().describe()).append('\n');
    }
}
