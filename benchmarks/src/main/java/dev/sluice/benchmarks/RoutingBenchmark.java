package dev.sluice.benchmarks;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Ticker;
import dev.sluice.routing.MatchContext;
import dev.sluice.routing.Predicates;
import dev.sluice.routing.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    private final Random random = new Random(1);
    private Request request = Samples.request();
    private MatchContext context = new MatchContext(request, Ticker.system(), new Random(1));

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
        context = new MatchContext(request, Ticker.system(), new Random(1));
        if (table.find(context) == null) {
            throw new IllegalStateException("no route takes " + head);
        }
    }

    /**
     * Finds a route for a context whose host and path are known.
     *
     * @return the route
     */
    @Benchmark
    public Table.@Nullable Entry<Integer> find() {
        return table.find(context);
    }

    /**
     * Finds a route for a request, normal forms and all.
     *
     * @return the route
     */
    @Benchmark
    public Table.@Nullable Entry<Integer> findForRequest() {
        return table.find(new MatchContext(request, Ticker.system(), random));
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
