package dev.sluice;

import dev.sluice.model.Chained;
import dev.sluice.model.Model;
import dev.sluice.model.Node;
import dev.sluice.model.Part;
import dev.sluice.model.PoolNode;
import dev.sluice.model.Route;
import dev.sluice.model.Routes;
import dev.sluice.model.Spec;
import dev.sluice.model.Step;
import dev.sluice.model.Terminal;

/** What {@code explain()} prints of a model: a line a part, in the order in which a request meets them. */
final class Explanation {
    private final StringBuilder text = new StringBuilder();

    private Explanation() {}

    static String of(Model model) {
        Explanation explanation = new Explanation();
        explanation.text.append(Chained.of(model.root()).routes().isEmpty() ? "proxy\n" : "gateway\n");
        explanation.node(model.root(), "  ", true);
        model.pools().forEach(explanation::pool);
        model.listeners().forEach(explanation::listener);
        model.settings().values().forEach(explanation::setting);
        return explanation.text.toString();
    }

    private void node(Node node, String indent, boolean edge) {
        boolean hoisted = edge;
        Chained chained = Chained.of(node);
        for (Step<?> step : chained.steps()) {
            hoisted = hoisted && !step.picks();
            part(indent, hoisted && step.gates(), step);
        }
        if (chained.last() instanceof Routes routes) {
            routes.routes().forEach(route -> route(route, indent));
            routes.otherwise().ifPresent(rest -> inside("otherwise", rest, indent));
        } else {
            part(indent, false, (Terminal<?>) chained.last());
        }
    }

    private void part(String indent, boolean gate, Part<?> part) {
        text.append(indent)
                .append(gate ? "gate     " : "handler  ")
                .append(part.describe())
                .append('\n');
    }

    private void route(Route route, String indent) {
        String priority = route.priority() == 0 ? "" : " priority " + route.priority();
        String head = route.name().isEmpty() ? "scope" : "route \"" + route.name() + "\"";
        inside(head + " " + route.when() + priority, route.then(), indent);
    }

    private void inside(String head, Node node, String indent) {
        text.append(indent).append(head).append('\n');
        node(node, indent + "  ", true);
    }

    private void pool(String name, PoolNode pool) {
        text.append("pool \"").append(name).append("\"\n  ");
        text.append("members  ").append(pool.members().options()).append('\n');
        node(pool.node(), "  ", false);
    }

    private void setting(Spec<?> setting) {
        text.append(setting.describe()).append('\n');
    }

    private void listener(String name, Spec<?> listener) {
        text.append("listener \"")
                .append(name)
                .append("\"  ")
                .append(listener.options())
                .append('\n');
    }
}
