package dev.sluice;

import dev.sluice.model.SpecType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.server.ListenOptions;
import java.time.Instant;
import java.util.List;

/** A listener of a gateway as a part of its model. It is started and stopped by the program that runs. */
public final class ListenerType implements SpecType<ListenOptions> {
    /** The type. */
    public static final ListenerType TYPE = new ListenerType();

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ListenerType() {}

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public List<OptionSpec<ListenOptions, ?>> options() {
        return ListenerSpecs.ALL;
    }

    @Override
    public ListenOptions read(OptionValues<ListenOptions> values) {
        return ListenerSpecs.read(values);
    }

    @Override
    public String describe(ListenOptions options) {
        return "listener(" + options + ")";
    }

    @Override
    public List<String> problems(ListenOptions options) {
        return options.problems(now());
    }

    /** Whether a certificate has expired is a matter of the real time. */
    static Instant now() {
        return SystemEnvironment.INSTANCE.ticker().now();
    }
}
