package dev.sluice.benchmarks;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.observe.Observed;
import dev.sluice.observe.journal.Recent;
import io.helidon.http.Status;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What it costs that the journal remembers: a note, and all of an exchange that goes well. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class JournalBenchmark {
    private static final Upstream UPSTREAM = Upstream.of("http://a:8080");
    /** More than the journal knows at a time, so that each is a new one to it when its turn comes again. */
    private static final int REQUESTS = 1 << 14;

    private static final String STEP = "pool api/balance#1";

    private Consumer<Journal.Entry> reader;
    private Recent recent;
    private Request[] requests;
    private int next;
    private Decision picked;
    private Decision attempted;
    private Outcome outcome;

    /** Makes what is noted. */
    @Setup(Level.Trial)
    public void prepare() {
        Observed program = (Observed) Proxy.newProxyInstance(
                Observed.class.getClassLoader(),
                new Class<?>[] {Observed.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "ticker" -> Ticker.system();
                    case "onDecision" -> read(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        recent = new Recent(program, 1_000, 200);
        requests = Stream.generate(() -> Samples.requestOfItsOwn().withUpstream(UPSTREAM))
                .limit(REQUESTS)
                .toArray(Request[]::new);
        picked = new Decision.Picked(UPSTREAM, "roundRobin");
        attempted = new Decision.Attempted(Optional.of(UPSTREAM), 1, 200, "", Duration.ofMillis(1));
        outcome = Outcome.sent(Response.of(Status.OK_200), 0, 512);
    }

    @SuppressWarnings("unchecked") // the parameter of onDecision
    private Registration read(Object listener) {
        reader = (Consumer<Journal.Entry>) listener;
        return () -> {};
    }

    private void note(Request request, Decision decision) {
        reader.accept(new Journal.Entry(STEP, 1, Optional.of(request), decision));
    }

    /** A pick. */
    @Benchmark
    public void note() {
        note(requests[0], picked);
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public void noteOfTwo() {
        note(requests[0], picked);
    }

    /** A pick, its attempt, and the end of the exchange. */
    @Benchmark
    public void exchange() {
        Request request = requests[next++ & (REQUESTS - 1)];
        note(request, picked);
        note(request, attempted);
        recent.record(request, outcome);
    }
}
