package dev.sluice.benchmarks;

import dev.sluice.expression.Expression;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryWhen;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A retry condition that looks at all it can see. */
@State(Scope.Benchmark)
public class PredicateBenchmark {
    private final Expression<Attempt> condition = RetryWhen.parse(
            "(IsNetworkError() || ResponseCode() >= 502) && Attempts() < 3 && RequestMethod() == \"GET\"");
    private final Attempt attempt = new Attempt(Samples.request(), Samples.response(), 1);

    /**
     * Asks.
     *
     * @return the answer
     */
    @Benchmark
    public boolean test() {
        return condition.test(attempt);
    }
}
