package dev.sluice;

import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.forwarder.Forwarder;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.server.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with its state: the leading run of gates becomes filters, the rest one handler.
 *
 * @param middlewares outermost first
 * @param owned those to close
 * @param filters how many of them are filters
 * @param forwarder the end
 */
record Compiled(List<Middleware> middlewares, List<Middleware> owned, int filters, Forwarder forwarder) {
    static Compiled of(List<Step> steps, ForwarderOptions options) {
        List<Middleware> middlewares = new ArrayList<>();
        List<Middleware> owned = new ArrayList<>();
        for (Step step : steps) {
            Middleware made = step.make().get();
            middlewares.add(made);
            if (step.owned()) {
                owned.add(made);
            }
        }
        int filters = 0;
        while (filters < middlewares.size() && middlewares.get(filters) instanceof Gate) {
            filters++;
        }
        return new Compiled(List.copyOf(middlewares), List.copyOf(owned), filters, new Forwarder(options));
    }

    Pipeline pipeline() {
        List<Gate> gates = new ArrayList<>(filters);
        middlewares.subList(0, filters).forEach(middleware -> gates.add((Gate) middleware));
        Handler handler = forwarder;
        for (int i = middlewares.size() - 1; i >= filters; i--) {
            handler = middlewares.get(i).around(handler);
        }
        return new Pipeline(gates, handler);
    }

    /** The plan, a line a step. */
    String explain() {
        StringBuilder plan = new StringBuilder("proxy\n");
        for (int i = 0; i < middlewares.size(); i++) {
            plan.append(i < filters ? "  filter   " : "  handler  ")
                    .append(middlewares.get(i).describe())
                    .append('\n');
        }
        return plan.append("  handler  forward\n").toString();
    }

    void close() {
        forwarder.close();
        owned.forEach(Middleware::close);
    }
}
