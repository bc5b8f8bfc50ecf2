package dev.sluice.benchmarks;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.routing.Predicates;
import dev.sluice.routing.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finds one route of few and of many: a hundred hosts, each with prefixes and templates. */
@State(Scope.Benchmark)
public class RoutingBenchmark {
    private static final int HOSTS = 100;

    /** How many routes there are. */
    @Param({"10", "10000"})
    public int routes;

    private List<Table.Entry<Integer>> entries = List.of();
    private Table<Integer> table = Table.of(entries);
    private Request request = Samples.request();

    /** Writes the routes. */
    @Setup
    public void write() {
        List<Table.Entry<Integer>> all = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            String host = "Host(\"h" + i % HOSTS + ".example.com\")";
            String path =
                    i / HOSTS % 2 == 0 ? "Path(\"/r" + i / HOSTS + "/{id}/x\")" : "PathPrefix(\"/r" + i / HOSTS + "\")";
            all.add(new Table.Entry<>("r" + i, Predicates.parse(host + " && " + path + " && Method(\"GET\")"), 0, i));
        }
        entries = all;
        table = Table.of(all);
        int last = routes - 1;
        RequestHead head = new RequestHead(
                "GET", "/r" + last / HOSTS + "/4711/x", Fields.of("Host", "h" + last % HOSTS + ".example.com"));
        request = Request.of(head, Body.empty(), Samples.request().client(), 0);
        if (table.find(request) == null) {
            throw new IllegalStateException("no route takes " + head);
        }
    }

    /**
     * Finds a route for a request that has been asked for its host before.
     *
     * @return the route
     */
    @Benchmark
    public Table.@Nullable Entry<Integer> find() {
        return table.find(request);
    }

    /**
     * Finds a route for a request as it is received. The request itself is not counted out.
     *
     * @return the route
     */
    @Benchmark
    public Table.@Nullable Entry<Integer> findForRequest() {
        return table.find(Request.of(request.head(), request.body(), request.client(), 0));
    }

    /**
     * Compiles the table.
     *
     * @return the table
     */
    @Benchmark
    public Table<Integer> compile() {
        return Table.of(entries);
    }
}
