package dev.sluice.ends;

import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.Forwarder;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.forwarder.Transports;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code forward} as the end of a program. */
public final class ForwardType implements TerminalType<ForwardType.Forward> {
    /** The type. */
    public static final ForwardType TYPE = new ForwardType();

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ForwardType() {}

    /**
     * Where requests go, and how.
     *
     * @param upstream the one; empty if a step before picks it
     * @param forwarding timeouts, fields, TLS, connections
     */
    public record Forward(Optional<Upstream> upstream, ForwarderOptions forwarding) {}

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public List<OptionSpec<Forward, ?>> options() {
        return ForwardSpecs.ALL;
    }

    @Override
    public Forward read(OptionValues<Forward> values) {
        return ForwardSpecs.read(values);
    }

    @Override
    public Handler make(Forward options, Environment environment) {
        Handler sends =
                environment.network().orElseGet(() -> new Forwarder(options.forwarding(), transports(environment)));
        Handler out = ObservedAttempts.of(sends, environment.attempts(), environment.ticker());
        return options.upstream().<Handler>map(one -> new To(one, out)).orElse(out);
    }

    /** All forwarders of an environment share them. */
    private static Transports transports(Environment environment) {
        return environment.shared(
                Transports.class,
                Transports.class,
                () -> new Transports(environment.ticker(), environment.timers(), environment.random()));
    }

    /** The pick of a program that has one upstream. */
    private record To(Upstream upstream, Handler out) implements Handler, AutoCloseable {
        @Override
        public Response handle(Request request) {
            return out.handle(request.withUpstream(upstream));
        }

        @Override
        public void close() {
            ForwardType.close(out);
        }
    }

    /**
     * Closes what {@link #make} has made.
     *
     * @param made the handler; a network of the environment's own stays open
     */
    public static void close(Handler made) {
        if (made instanceof Forwarder forwarder) {
            forwarder.close();
        } else if (made instanceof ObservedAttempts observed) {
            observed.close();
        }
    }

    @Override
    public Optional<Duration> takes(Forward options, Optional<Duration> inside) {
        return Optional.of(options.forwarding().forward().attemptTimeout()).filter(Duration::isPositive);
    }

    @Override
    public String describe(Forward options) {
        return options.upstream().map(upstream -> "forward(" + upstream + ")").orElse("forward");
    }
}
