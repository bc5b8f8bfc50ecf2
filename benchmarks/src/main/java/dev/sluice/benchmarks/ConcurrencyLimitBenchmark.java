package dev.sluice.benchmarks;

import dev.sluice.core.Handler;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrency;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions;
import dev.sluice.middlewares.admission.AdmissionControl;
import dev.sluice.middlewares.admission.AdmissionControlOptions;
import io.helidon.http.Status;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** A request through adaptive concurrency and admission control, before a handler that answers at once. */
@State(Scope.Benchmark)
@Threads(2)
@SuppressWarnings("NullAway.Init") // set up by the harness
public class ConcurrencyLimitBenchmark {
    private Handler plain;
    private Handler adaptive;
    private Handler admission;

    /** Makes the handlers before the clock starts. */
    @Setup(Level.Trial)
    public void make() {
        Ticker ticker = Ticker.system();
        RandomGenerator random = RandomGenerator.getDefault();
        Handler answer = request -> Response.of(Status.OK_200);
        plain = answer;
        adaptive = new AdaptiveConcurrency(AdaptiveConcurrencyOptions.builder().build(), ticker, random).around(answer);
        admission = new AdmissionControl(AdmissionControlOptions.builder().build(), ticker, random).around(answer);
    }

    /**
     * Nothing around the handler.
     *
     * @return the response
     */
    @Benchmark
    public Response plain() {
        return ended(plain.handle(Samples.request()));
    }

    /**
     * A place taken and given back, and a latency learnt.
     *
     * @return the response
     */
    @Benchmark
    public Response adaptive() {
        return ended(adaptive.handle(Samples.request()));
    }

    /**
     * A probability computed, and a success counted.
     *
     * @return the response
     */
    @Benchmark
    public Response admission() {
        return ended(admission.handle(Samples.request()));
    }

    private static Response ended(Response response) {
        response.close();
        return response;
    }
}
