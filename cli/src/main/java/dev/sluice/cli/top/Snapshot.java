package dev.sluice.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.remote.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What a gateway told at one moment.
 *
 * @param about its version, how long it runs, where it listens
 * @param totals of all requests
 * @param allRoutes how many there are, of which some are here
 */
record Snapshot(
        String about, Figures totals, long allRoutes, List<Route> routes, List<Pool> pools, List<Reason> reasons) {
    Snapshot {
        routes = List.copyOf(routes);
        pools = List.copyOf(pools);
        reasons = List.copyOf(reasons);
    }

    /** A route, which requests it takes, and what it ends in. */
    record Route(String name, String when, String end, Figures figures) {}

    /** A pool. */
    record Pool(String name, String states, Figures figures, List<Member> members) {
        Pool {
            members = List.copyOf(members);
        }
    }

    /**
     * A member of a pool.
     *
     * @param why it is not up
     */
    record Member(String url, String state, String weight, String why, Figures figures) {
        Look look() {
            return state.equals("up") ? figures.look() : state.equals("draining") ? Look.WARNING : Look.BAD;
        }
    }

    /** Why requests were refused or failed. */
    record Reason(String word, long total, double rate) {}

    /**
     * Of what the admin API tells.
     *
     * @param overview a look at everything
     * @param pools with their members
     */
    static Snapshot of(JsonNode overview, List<JsonNode> pools) {
        List<Route> routes = new ArrayList<>();
        for (JsonNode route : overview.path("routes").path("items")) {
            routes.add(new Route(
                    Text.of(route.path("name")),
                    Text.of(route.path("when")),
                    Text.of(route.path("end")),
                    figures(route)));
        }
        List<Reason> reasons = new ArrayList<>();
        overview.path("reasons")
                .properties()
                .forEach(one -> reasons.add(new Reason(
                        Text.visible(one.getKey()),
                        one.getValue().path("total").asLong(),
                        one.getValue().path("rate").asDouble())));
        return new Snapshot(
                about(overview.path("gateway")),
                Figures.of(overview.path("totals")),
                overview.path("routes").path("total").asLong(routes.size()),
                routes,
                pools.stream().map(Snapshot::pool).toList(),
                reasons);
    }

    private static String about(JsonNode gateway) {
        StringJoiner about = new StringJoiner("  ");
        about.add("sluice " + Text.of(gateway.path("sluice")));
        about.add("version " + Text.of(gateway.path("version")));
        about.add("up " + Text.uptime(gateway.path("uptime").asDouble()));
        if (gateway.path("draining").asBoolean()) {
            about.add("DRAINING");
        }
        for (JsonNode listener : gateway.path("listeners")) {
            about.add(Text.of(listener.path("name")) + " " + Text.of(listener.path("uri")) + " ("
                    + Text.of(listener.path("connections")) + ")");
        }
        return about.toString();
    }

    private static Pool pool(JsonNode pool) {
        List<Member> members = new ArrayList<>();
        for (JsonNode member : pool.path("members")) {
            StringJoiner why = new StringJoiner("; ");
            member.path("why").forEach(vote -> why.add(Text.of(vote)));
            members.add(new Member(
                    Text.of(member.path("url")),
                    Text.of(member.path("state")),
                    Text.of(member.path("effectiveWeight")),
                    why.toString(),
                    figures(member)));
        }
        return new Pool(Text.of(pool.path("name")), Text.counts(pool.path("states")), figures(pool), members);
    }

    private static Figures figures(JsonNode part) {
        return Figures.of(part.path("counters"));
    }
}
