package dev.sluice.server.hosting;

import dev.sluice.core.Completion;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.server.rules.ExchangeState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Steps that are lent to each exchange until its end. */
public final class LeasedSteps implements StepsSource {
    private final Supplier<Lease> current;
    private final Supplier<PipelineSteps> now;

    /**
     * Steps as an exchange has them.
     *
     * @param steps the steps
     * @param end told when it needs them no longer
     */
    public record Lease(PipelineSteps steps, Completion end) {}

    /**
     * Steps that may change.
     *
     * @param current lends the steps of now; called once for an exchange
     * @param now looks at the steps of now, without a loan
     */
    public LeasedSteps(Supplier<Lease> current, Supplier<PipelineSteps> now) {
        this.current = current;
        this.now = now;
    }

    @Override
    public PipelineSteps of(ExchangeState state) {
        Object begunWith = state.begunWith(this);
        if (begunWith != null) {
            return (PipelineSteps) begunWith;
        }
        Lease lease = current.get();
        state.beginWith(this, lease.steps());
        state.onEnd(lease.end());
        return lease.steps();
    }

    @Override
    public Optional<ErrorRenderer> errors() {
        return now.get().errors();
    }

    @Override
    public List<Gate> gates() {
        return now.get().gates();
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private Response handle(Request request) {
        Lease lease = current.get();
        Response response;
        try {
            response = Objects.requireNonNull(lease.steps().handler().handle(request), "no response");
        } catch (RuntimeException | Error bug) {
            lease.end().ended(Outcome.bug(bug).of(request));
            throw bug;
        }
        return response.onEnd(
                request, outcome -> lease.end().ended(outcome.request().isPresent() ? outcome : outcome.of(request)));
    }
}
