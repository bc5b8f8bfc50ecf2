package dev.sluice.model;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Parts of programs for tests: what they were asked to do is kept in a log. */
final class Parts {
    static final List<String> NO_PROBLEMS = List.of();

    private final List<String> log = new ArrayList<>();

    /** Options of all the parts here. */
    record Options(String name, Duration patience, List<String> problems) {
        static Options named(String name) {
            return new Options(name, Duration.ZERO, NO_PROBLEMS);
        }
    }

    static Environment environment() {
        return Environment.of(
                new ManualTicker(),
                action -> {
                    throw new AssertionError("nobody needs a timer here");
                },
                new Random(1),
                new Random(2));
    }

    List<String> log() {
        return log;
    }

    Step<Options> step(String name) {
        return new Step<>(new Type(), Options.named(name), Place.UNKNOWN);
    }

    Step<Options> lent(String name) {
        return new Step<>(new Lent(), Options.named(name), Place.UNKNOWN);
    }

    Step<Options> failing(String name) {
        return new Step<>(new Failing(), Options.named(name), Place.UNKNOWN);
    }

    Step<Options> gate(String name) {
        return new Step<>(new GateType(), Options.named(name), Place.UNKNOWN);
    }

    Step<Options> picking(String name) {
        return new Step<>(new Picking(), Options.named(name), Place.UNKNOWN);
    }

    Step<Options> recorder(String name) {
        return new Step<>(new RecorderType(), Options.named(name), Place.UNKNOWN);
    }

    Terminal<Options> terminal(String name) {
        return new Terminal<>(new End(), Options.named(name), Place.UNKNOWN);
    }

    static List<OptionSpec<Options, ?>> specs() {
        return List.of(
                OptionSpec.required("name", OptionTypes.text(), Options::name, "for people who read it"),
                OptionSpec.optional(
                        "patience", OptionTypes.duration(), Duration.ZERO, Options::patience, "how long it waits"),
                OptionSpec.optional(
                        "problems",
                        OptionTypes.listOf(OptionTypes.text()),
                        NO_PROBLEMS,
                        Options::problems,
                        "what it finds wrong"));
    }

    private class Type implements StepType<Options> {
        @Override
        public String name() {
            return "noting";
        }

        @Override
        public List<OptionSpec<Options, ?>> options() {
            return specs();
        }

        @Override
        public Options read(OptionValues<Options> values) {
            throw new UnsupportedOperationException("is not read here");
        }

        @Override
        public String describe(Options options) {
            return "noting(" + options.name() + ")";
        }

        @Override
        public List<String> problems(Options options) {
            return options.problems();
        }

        @Override
        public Middleware make(Options options, Environment environment) {
            log.add("make " + options.name());
            return new Noting(options.name());
        }
    }

    private final class Lent extends Type {
        @Override
        public boolean lent(Options options) {
            return true;
        }
    }

    private final class Failing extends Type {
        @Override
        public Middleware make(Options options, Environment environment) {
            throw new IllegalArgumentException(options.name() + " cannot be made");
        }
    }

    private final class Picking extends Type {
        @Override
        public Stage stage() {
            return Stage.POOL;
        }
    }

    private final class RecorderType extends Type {
        @Override
        public Middleware make(Options options, Environment environment) {
            return (Recorder) (request, outcome) -> {};
        }
    }

    /** An exchange recorder that can be a lambda. */
    private interface Recorder extends ExchangeRecorder {}

    private final class GateType extends Type {
        @Override
        public boolean gates(Options options) {
            return true;
        }

        @Override
        public Middleware make(Options options, Environment environment) {
            return (Gate) request -> Verdict.admit();
        }
    }

    private final class Noting implements Middleware {
        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override
        public Response handle(Request request, Handler next) {
            log.add("handle " + name);
            return next.handle(request);
        }

        @Override
        public void close() {
            log.add("close " + name);
            if (name.startsWith("broken")) {
                throw new IllegalStateException(name + " cannot be closed");
            }
        }
    }

    private final class End implements TerminalType<Options> {
        @Override
        public String name() {
            return "end";
        }

        @Override
        public List<OptionSpec<Options, ?>> options() {
            return specs();
        }

        @Override
        public Options read(OptionValues<Options> values) {
            throw new UnsupportedOperationException("is not read here");
        }

        @Override
        public String describe(Options options) {
            return "end(" + options.name() + ")";
        }

        @Override
        public List<String> problems(Options options) {
            return options.problems();
        }

        @Override
        public Handler make(Options options, Environment environment) {
            log.add("make " + options.name());
            return new ClosableHandler(options.name());
        }
    }

    private final class ClosableHandler implements Handler, AutoCloseable {
        private final String name;

        ClosableHandler(String name) {
            this.name = name;
        }

        @Override
        public Response handle(Request request) {
            log.add("handle " + name);
            return Response.of(Status.OK_200);
        }

        @Override
        public void close() {
            log.add("close " + name);
            if (name.startsWith("broken")) {
                throw new IllegalStateException(name + " cannot be closed");
            }
        }
    }
}
