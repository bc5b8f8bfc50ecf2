package dev.sluice;

import dev.sluice.model.Environment;
import dev.sluice.model.Model;
import java.util.function.Consumer;

/**
 * A compiled proxy: one pipeline. It runs ({@link #listen}), is embedded ({@code routing.addFeature(proxy)}), or is a
 * part of another program ({@link dev.sluice.core.Handler}).
 *
 * <p>Immutable and thread-safe. State (buckets, connections, trace) is made with the first use and shared by all of
 * them; it is closed with the last.
 */
public final class Proxy extends Program {
    Proxy(Model model) {
        this(model, SystemEnvironment.INSTANCE, false);
    }

    private Proxy(Model model, Environment environment, boolean allowsAmbiguousTargets) {
        super(model, environment, allowsAmbiguousTargets);
    }

    /**
     * The same program in another environment: under the time of a test, on the network of a simulation.
     *
     * @param other what its instances are made with
     * @return a proxy of its own, which shares no state with this one
     */
    public Proxy in(Environment other) {
        return new Proxy(model(), other, allowsAmbiguousTargets());
    }

    @Override
    public Proxy allowAmbiguousTargets() {
        return new Proxy(model(), environment(), true);
    }

    /**
     * Runs it on all addresses of the machine (0.0.0.0).
     *
     * @param port 0 takes a free one
     * @return the running proxy
     * @throws ProgramException naming everything that cannot be had
     * @throws IllegalStateException if the port is taken
     */
    public RunningProxy listen(int port) {
        return listen(listen -> listen.port(port));
    }

    /**
     * Runs it on one address.
     *
     * @param host a name or an address, such as {@code 127.0.0.1}
     * @param port 0 takes a free one
     * @return the running proxy
     * @throws ProgramException naming everything that cannot be had
     * @throws IllegalStateException if the address cannot be bound
     */
    public RunningProxy listen(String host, int port) {
        return listen(listen -> listen.host(host).port(port));
    }

    /**
     * Runs it.
     *
     * @param options address, limits and deadlines of clients, TLS, routes beside the proxy
     * @return the running proxy
     * @throws ProgramException naming every mistake of the options, and everything that cannot be had
     * @throws IllegalStateException if the address cannot be bound
     */
    public RunningProxy listen(Consumer<Listen> options) {
        return RunningProxy.start(this, Steps.with(new Listen(), options));
    }
}
