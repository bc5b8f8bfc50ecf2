package dev.sluice;

import dev.sluice.model.SettingType;
import dev.sluice.observe.metrics.MetricsOptions;
import dev.sluice.observe.metrics.MetricsType;
import dev.sluice.observe.spans.TracingOptions;
import dev.sluice.observe.spans.TracingType;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is set once for a program as a whole.
 *
 * @param <S> the part of the program that it is written in, which each call gives back to go on with
 */
public interface Settings<S> {
    /**
     * Sets something of any type: what all methods here do, and how a setting of an optional module is written.
     *
     * @param type the kind of setting
     * @param options makes the checked options; what it throws is a mistake of the program
     * @param <O> the options
     * @return the program with it; in place of what was set before
     */
    <O> S setting(SettingType<O> type, Supplier<O> options);

    /**
     * Listens for those who look after the program, on an address of its own: metrics and health, the admin API, the
     * dashboard.
     *
     * {@snippet :
     * gateway(g -> g.admin(a -> a.port(9900)).route("all", any(), r -> r.forward("http://127.0.0.1:9001"))).listen(8080);
     * }
     *
     * @param options address, TLS, token, what it lets do; by default 127.0.0.1:9900, without TLS, with the token in {@code
     *     ~/.sluice/admin-token}
     * @return the program with it
     */
    default S admin(Consumer<AdminOptions.Builder> options) {
        return setting(
                AdminType.TYPE,
                () -> Steps.with(AdminOptions.builder(), options).build());
    }

    /**
     * Says what is done with what is counted: it can be pushed to a collector of OpenTelemetry, or not counted at all.
     *
     * @param options by default it is counted, and pushed nowhere
     * @return the program with it
     */
    default S metrics(Consumer<MetricsOptions.Builder> options) {
        return setting(
                MetricsType.TYPE,
                () -> Steps.with(MetricsOptions.builder(), options).build());
    }

    /**
     * Traces exchanges and attempts: spans for a collector of OpenTelemetry, or for the tracer of the service that the program
     * is embedded in.
     *
     * @param options collector, sampling, formats
     * @return the program with it
     */
    default S tracing(Consumer<TracingOptions.Builder> options) {
        return setting(
                TracingType.TYPE,
                () -> Steps.with(TracingOptions.builder(), options).build());
    }
}
