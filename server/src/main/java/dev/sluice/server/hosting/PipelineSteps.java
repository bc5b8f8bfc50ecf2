package dev.sluice.server.hosting;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.server.rules.HostedExchange;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a pipeline as they run on an exchange. All of them run in written order around what is forwarded; the
 * gates alone run around an own route. An exchange that an own route passes on to the pipeline has been admitted by its
 * gates and does not meet them again.
 *
 * <p>Gates before the first other step are asked in a loop and told by the exchange, which is what they would see as
 * nested handlers, with less of a stack for a virtual thread to take along when it waits.
 */
public final class PipelineSteps {
    private final List<Gate> leading;
    private final List<Gate> gates;
    /** Recorders behind another step, which may answer an exchange before it reaches them. */
    private final List<ExchangeRecorder> lateRecorders;

    private final Optional<ErrorRenderer> errors;
    private final Handler whole;
    private final Handler behindLeading;
    private final Handler withoutGates;
    private final Function<Middleware, String> paths;

    /**
     * Steps around an end.
     *
     * @param steps outermost first
     * @param end what they lead to
     * @param paths where each step stands in its model
     */
    public PipelineSteps(List<Middleware> steps, Handler end, Function<Middleware, String> paths) {
        this.paths = paths;
        errors = errors(steps);
        List<Middleware> gatesFirst =
                steps.stream().takeWhile(Gate.class::isInstance).toList();
        leading = gates(gatesFirst);
        gates = gates(steps);
        lateRecorders = recorders(steps.isEmpty() ? steps : steps.subList(1, steps.size()));
        whole = around(steps, end, paths);
        behindLeading = around(steps.subList(gatesFirst.size(), steps.size()), end, paths);
        withoutGates = around(
                steps.stream().filter(Predicate.not(Gate.class::isInstance)).toList(), end, paths);
    }

    private static Optional<ErrorRenderer> errors(List<Middleware> steps) {
        return steps.stream()
                .filter(ErrorRenderer.class::isInstance)
                .map(ErrorRenderer.class::cast)
                .findFirst();
    }

    private static List<Gate> gates(List<Middleware> steps) {
        return steps.stream()
                .filter(Gate.class::isInstance)
                .map(Gate.class::cast)
                .toList();
    }

    private static List<ExchangeRecorder> recorders(List<Middleware> steps) {
        return steps.stream()
                .filter(ExchangeRecorder.class::isInstance)
                .map(ExchangeRecorder.class::cast)
                .toList();
    }

    private static Handler around(List<Middleware> steps, Handler end, Function<Middleware, String> paths) {
        int last = steps.size() - 1;
        Handler handler = new LastHandler(last < 0 ? null : steps.get(last), end);
        for (int i = last; i >= 0; i--) {
            handler =
                    new StepHandler(i == 0 ? null : steps.get(i - 1), steps.get(i), paths.apply(steps.get(i)), handler);
        }
        return handler;
    }

    /** The gates, wherever they stand, outermost first. */
    public List<Gate> gates() {
        return gates;
    }

    /** The gates that keep a record of every exchange. */
    List<ExchangeRecorder> recorders() {
        return recorders(List.copyOf(gates));
    }

    /** What errors look like, if a step says so; it then holds for those that arise outside it, too. */
    public Optional<ErrorRenderer> errors() {
        return errors;
    }

    /**
     * Steps that stand inside those of another pipeline. On a hosted exchange their recorders are told of what did not
     * reach them, too, and the form that they give to errors replaces that of the steps outside.
     *
     * @param steps outermost first
     * @param end what they lead to
     * @param paths where each step stands in its model
     * @return the steps around the end
     */
    public static Handler nested(List<Middleware> steps, Handler end, Function<Middleware, String> paths) {
        Handler whole = around(steps, end, paths);
        List<ExchangeRecorder> late = recorders(steps.isEmpty() ? steps : steps.subList(1, steps.size()));
        Optional<ErrorRenderer> form = errors(steps);
        if (late.isEmpty() && form.isEmpty()) {
            return whole;
        }
        return request -> {
            if (request.client() instanceof HostedExchange exchange) {
                form.ifPresent(exchange.state()::errors);
                recordLate(late, exchange);
            }
            return whole.handle(request);
        };
    }

    /** All steps as one handler, gates included, which needs no host. */
    public Handler handler() {
        return whole;
    }

    /** Answers an exchange. */
    Response answer(HostedExchange exchange) {
        if (exchange.state().hasPassed(this)) {
            return withoutGates.handle(exchange.request());
        }
        recordLate(lateRecorders, exchange);
        Response rejection = ask(leading, exchange);
        return rejection != null ? rejection : behindLeading.handle(exchange.request());
    }

    /** Answers an exchange that no step is to see; those that keep records are told of it as of any other. */
    Response refuse(HostedExchange exchange, Response refusal) {
        if (!exchange.state().hasPassed(this)) {
            Request received = exchange.request();
            exchange.state().onEnd(outcome -> recorders().forEach(recorder -> recorder.record(received, outcome)));
        }
        return refusal;
    }

    /**
     * Asks the gates about an exchange that an own route is going to answer.
     *
     * @return the answer of one that rejects it
     */
    @Nullable
    Response guard(HostedExchange exchange) {
        if (!exchange.state().pass(this)) {
            return null;
        }
        recordLate(lateRecorders, exchange);
        return ask(gates, exchange);
    }

    private @Nullable Response ask(List<Gate> gates, HostedExchange exchange) {
        for (int i = 0; i < gates.size(); i++) {
            Gate gate = gates.get(i);
            if (!lateRecorders.isEmpty() && gate instanceof ExchangeRecorder recorder) {
                exchange.state().pass(recorder);
            }
            switch (gate.admit(exchange.request())) {
                case Verdict.Rejected rejected -> {
                    return StepHandler.signed(rejected.response(), paths.apply(gate));
                }
                case Verdict.Admitted admitted -> {
                    exchange.state().onEnd(admitted.completion());
                    exchange.state().handOn(admitted.attributes());
                }
            }
        }
        return null;
    }

    /** Tells the recorders that the exchange has not reached by then, after all others. */
    private static void recordLate(List<ExchangeRecorder> late, HostedExchange exchange) {
        if (late.isEmpty()) {
            return;
        }
        exchange.state().onEnd(outcome -> {
            for (ExchangeRecorder recorder : late) {
                if (!exchange.state().hasPassed(recorder)) {
                    recorder.record(exchange.request(), outcome); // with what leading gates have handed on
                }
            }
        });
    }
}
