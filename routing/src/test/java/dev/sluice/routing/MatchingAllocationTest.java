package dev.sluice.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.testkit.Exchanges;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What matching leaves to the collector, in bytes of the thread that matches. */
class MatchingAllocationTest {
    private static final int ROUTES = 1_000;
    private static final int MATCHES = 5_000;
    /** How often matching may be repeated until the compiler has seen enough of it. */
    private static final int ROUNDS = 200;

    private static final Fields FIELDS = Fields.of("Host", "h7.example.com", "X-A", "1");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Table<Integer> table(String format) {
        return Table.of(IntStream.range(0, ROUTES)
                .mapToObj(i -> new Table.Entry<>("r" + i, Predicates.parse(format.formatted(i % 10, i)), 0, i))
                .toList());
    }

    /** The least of all rounds. */
    private long allocated(Table<Integer> table, List<Request> requests) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long found = 0;
            for (int i = 0; i < requests.size(); i++) {
                found += table.find(requests.get(i)) == null ? 0 : 1;
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(found).isEqualTo(requests.size());
        }
        return least;
    }

    private static List<Request> requests(String target, Fields fields) {
        List<Request> all = new ArrayList<>(MATCHES);
        for (int i = 0; i < MATCHES; i++) {
            all.add(Exchanges.request("GET", target, fields, Body.empty()));
        }
        return all;
    }

    @Test
    void aRouteByPathAndConditionsAllocatesNothing() {
        Table<Integer> table = table("Path(\"/s%d/r%d/{id}\") && Method(\"GET\", \"HEAD\") && Header(\"X-A\", \"1\")"
                + " && !(Header(\"X-B\") || PathPrefix(\"/t\") || Method(\"PUT\"))");
        assertThat(allocated(table, requests("/s7/r217/4711?page=2", FIELDS))).isZero();
    }

    @Test
    void aRouteByHostAllocatesNothingOnceTheRequestKnowsItsHost() {
        Table<Integer> table = table("(Host(\"h%d.example.com\") || Host(\"*.example.org\")) && PathPrefix(\"/r%d\")");
        List<Request> requests = requests("/r217/x", FIELDS);
        requests.forEach(Request::host);
        assertThat(allocated(table, requests)).isZero();
        List<Request> wild = requests("/r217/x?q", Fields.of("Host", "a.b.example.org"));
        wild.forEach(Request::host);
        assertThat(allocated(table, wild)).isZero();
    }

    @Test
    void whatIsAllocatedIsSeen() {
        Table<Integer> table = table("PathPrefix(\"/s%d/r%d\") && Query(\"page\", \"2\")");
        assertThat(allocated(table, requests("/s7/r217/4711?page=2", FIELDS))).isPositive();
    }
}
