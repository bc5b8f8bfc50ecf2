package dev.sluice.model;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that runs: the instances of its parts, each with its state. Immutable and thread-safe; closed once, when its
 * last exchange has ended.
 */
public final class Generation implements AutoCloseable {
    private final Model model;
    private final List<Middleware> middlewares;
    private final List<Middleware> owned;
    private final Handler terminal;

    private Generation(Model model, List<Middleware> middlewares, List<Middleware> owned, Handler terminal) {
        this.model = model;
        this.middlewares = List.copyOf(middlewares);
        this.owned = List.copyOf(owned);
        this.terminal = terminal;
    }

    /**
     * Makes the instances.
     *
     * @param model what is to run
     * @param environment what instances are made with
     * @return the generation
     * @throws IllegalArgumentException naming everything that cannot be had, with its place; then nothing runs
     */
    public static Generation of(Model model, Environment environment) {
        model.check();
        List<Middleware> made = new ArrayList<>();
        List<Middleware> owned = new ArrayList<>();
        try {
            Node node = model.root();
            while (node instanceof Chain chain) {
                chain.steps().forEach(step -> make(step, environment, made, owned));
                node = chain.then();
            }
            return new Generation(model, made, owned, make((Terminal<?>) node, environment));
        } catch (RuntimeException | Error failed) {
            closeAll(owned);
            throw failed;
        }
    }

    private static <O> void make(Step<O> step, Environment environment, List<Middleware> made, List<Middleware> owned) {
        Middleware middleware = step.type().make(step.options(), environment);
        made.add(middleware);
        if (!step.type().lent(step.options())) {
            owned.add(middleware);
        }
    }

    private static <O> Handler make(Terminal<O> terminal, Environment environment) {
        return terminal.type().make(terminal.options(), environment);
    }

    /**
     * What runs.
     *
     * @return the model
     */
    public Model model() {
        return model;
    }

    /**
     * The instances.
     *
     * @return outermost first
     */
    public List<Middleware> middlewares() {
        return middlewares;
    }

    /**
     * The end.
     *
     * @return where requests leave, or are answered
     */
    public Handler terminal() {
        return terminal;
    }

    /**
     * The gates that keep a record of every exchange, wherever they stand: a host tells them of the messages that it
     * refuses before any pipeline.
     *
     * @return outermost first
     */
    public List<ExchangeRecorder> recorders() {
        return middlewares.stream()
                .filter(ExchangeRecorder.class::isInstance)
                .map(ExchangeRecorder.class::cast)
                .toList();
    }

    /**
     * How many steps stand before the pick of an upstream.
     *
     * @return all of them, if none picks
     */
    public int beforePick() {
        int count = 0;
        Node node = model.root();
        while (node instanceof Chain chain) {
            for (Step<?> step : chain.steps()) {
                if (step.picks()) {
                    return count;
                }
                count++;
            }
            node = chain.then();
        }
        return count;
    }

    /**
     * The pipeline from one of its middlewares on.
     *
     * @param first 0 for the whole
     * @return as one handler
     */
    public Handler handler(int first) {
        Handler handler = terminal;
        for (int i = middlewares.size() - 1; i >= first; i--) {
            handler = middlewares.get(i).around(handler);
        }
        return handler;
    }

    /** Closes what was made, outermost last; what a user lent stays open. */
    @Override
    public void close() {
        try {
            if (terminal instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (RuntimeException bug) {
            throw bug;
        } catch (Exception checked) {
            throw new IllegalStateException("a terminal could not be closed", checked);
        } finally {
            closeAll(owned);
        }
    }

    /** From the end, each of them, also behind one that throws. */
    private static void closeAll(List<Middleware> owned) {
        if (!owned.isEmpty()) {
            try {
                owned.getLast().close();
            } finally {
                closeAll(owned.subList(0, owned.size() - 1));
            }
        }
    }
}
