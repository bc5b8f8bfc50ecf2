package dev.sluice;

import dev.sluice.model.Environment;
import dev.sluice.model.Model;
import dev.sluice.model.Place;
import dev.sluice.model.SettingType;
import dev.sluice.model.Spec;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A compiled gateway: many routes. It runs ({@link #listen}), is embedded ({@code routing.addFeature(gateway)}), or is a
 * part of another program ({@link dev.sluice.core.Handler}).
 *
 * <p>Immutable and thread-safe. State (buckets, connections, trace) is made with the first use and shared by all of
 * them; it is closed with the last.
 */
public final class Gateway extends Program {
    Gateway(Model model) {
        this(model, SystemEnvironment.INSTANCE, false);
    }

    private Gateway(Model model, Environment environment, boolean allowsAmbiguousTargets) {
        super(model, environment, allowsAmbiguousTargets);
    }

    /**
     * The same program in another environment: under the time of a test, on the network of a simulation.
     *
     * @param other what its instances are made with
     * @return a gateway of its own, which shares no state with this one
     */
    public Gateway in(Environment other) {
        return new Gateway(model(), other, allowsAmbiguousTargets());
    }

    /** Its own routes still refuse such targets, unless {@link GatewayScope#ambiguousTargets} says otherwise. */
    @Override
    public Gateway allowAmbiguousTargets() {
        return new Gateway(model(), environment(), true);
    }

    /**
     * The same program with a setting, whatever it says itself.
     *
     * @param type the kind of setting
     * @param options what is set
     * @param <O> the options
     * @return a gateway of its own, which shares no state with this one
     */
    public <O> Gateway setting(SettingType<O> type, O options) {
        Spec<O> setting =
                new Spec<>(type, Steps.given("options", options), Place.outside(Set.of(Gateway.class.getName())));
        return new Gateway(model().with(setting), environment(), allowsAmbiguousTargets());
    }

    /**
     * Runs it on all addresses of the machine (0.0.0.0).
     *
     * @param port 0 takes a free one
     * @return the running gateway
     * @throws ProgramException naming everything that cannot be had
     * @throws IllegalStateException if the port is taken
     */
    public RunningGateway listen(int port) {
        return listen(listen -> listen.port(port));
    }

    /**
     * Runs it on one address.
     *
     * @param host a name or an address, such as {@code 127.0.0.1}
     * @param port 0 takes a free one
     * @return the running gateway
     * @throws ProgramException naming everything that cannot be had
     * @throws IllegalStateException if the address cannot be bound
     */
    public RunningGateway listen(String host, int port) {
        return listen(listen -> listen.host(host).port(port));
    }

    /**
     * Runs it.
     *
     * @param options address, limits and deadlines of clients, TLS, routes beside the gateway
     * @return the running gateway
     * @throws ProgramException naming every mistake of the options, and everything that cannot be had
     * @throws IllegalStateException if the address cannot be bound
     */
    public RunningGateway listen(Consumer<Listen> options) {
        return new RunningGateway(this, Steps.with(new Listen(), options));
    }

    /**
     * Runs it on its own listeners ({@link GatewayScope#listener}), all or none. A model that is applied later brings its
     * listeners: new ones start, others drain and stop; certificates, limits and trust change without a stop.
     *
     * @return the running gateway
     * @throws ProgramException naming every mistake of the listeners, and everything that cannot be had; if there is none
     * @throws IllegalStateException if an address cannot be bound
     */
    public RunningGateway start() {
        return start(true);
    }

    /**
     * As {@link #start()}.
     *
     * @param stopWithProcess whether it drains and stops when the process is told to end; false if the program stops it
     *     itself
     * @return the running gateway
     * @throws ProgramException as {@link #start()}
     * @throws IllegalStateException as {@link #start()}
     */
    public RunningGateway start(boolean stopWithProcess) {
        if (model().listeners().isEmpty()) {
            throw new ProgramException(List.of(
                    "start: there is no listener; write g.listener(\"web\", l -> l.port(8080)), or listen(...)"));
        }
        return new RunningGateway(this, stopWithProcess);
    }

    /**
     * Changes it while it runs, where it is embedded: one handle for all of its uses. (A gateway that listens is changed
     * by its {@link RunningGateway}.) What was applied is lost when its last use has ended.
     *
     * @return what plans and applies
     * @throws IllegalStateException if it is not in use
     */
    public Changes changes() {
        return new Changes(inUse());
    }

    /**
     * Says which route a request would take, why not the others, and what it would meet. Sends nothing, counts nothing,
     * starts nothing; the dice of weighted splits are thrown.
     *
     * @param method such as {@code GET}
     * @param url such as {@code https://api.example.com/orders/7}
     * @param fields each such as {@code X-Beta: 1}
     * @return for people
     * @throws IllegalArgumentException naming every mistake of the request
     */
    public String explain(String method, String url, String... fields) {
        return Foresight.of(model(), ImaginedRequest.of(method, url, fields), environment());
    }
}
