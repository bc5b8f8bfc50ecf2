package dev.sluice.benchmarks;

import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.time.Ticker;
import dev.sluice.observe.meters.Meters;
import io.helidon.http.Status;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What it costs to count an exchange and its attempt: one thread, and two that count the same route and member. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class MetersBenchmark {
    private static final Upstream UPSTREAM = Upstream.of("http://a:8080");

    private Meters meters;
    private AttemptObserver attempts;
    private Request request;
    private Outcome outcome;
    private Outcome refused;

    /** Makes what ends. */
    @Setup(Level.Trial)
    public void prepare() {
        meters = new Meters(Ticker.system());
        attempts = meters.attempts().at("pool api/forward");
        request = Samples.request().withUpstream(UPSTREAM);
        Provenance from = new Provenance(Optional.of(UPSTREAM), 1, "", Provenance.Timings.NONE).withRoute("orders");
        outcome = Outcome.sent(Response.of(Status.OK_200).withProvenance(from), 0, 512);
        Provenance own = Provenance.local("rate-limited").withRoute("orders").withStep("orders/rateLimit#1");
        refused = Outcome.sent(Response.of(Status.TOO_MANY_REQUESTS_429).withProvenance(own), 0, 20);
    }

    /** An exchange that was served. */
    @Benchmark
    public void exchange() {
        meters.ended(request, outcome);
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public void exchangeOfTwo() {
        meters.ended(request, outcome);
    }

    /** An exchange that a limit has refused. */
    @Benchmark
    public void refusal() {
        meters.ended(request, refused);
    }

    /** An attempt. */
    @Benchmark
    public void attempt() {
        attempts.ended(attempts.begins(request), outcome, 1_500_000);
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public void attemptOfTwo() {
        attempts.ended(attempts.begins(request), outcome, 1_500_000);
    }

    /** An exchange and its attempt, by two threads. */
    @Benchmark
    @Threads(2)
    public void bothOfTwo() {
        attempts.ended(attempts.begins(request), outcome, 1_500_000);
        meters.ended(request, outcome);
    }
}
