package dev.sluice;

import dev.sluice.middlewares.canary.Canary;
import dev.sluice.model.Model;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A gateway that listens, and can be changed while it runs.
 *
 * {@snippet :
 * RunningGateway running = gateway(g -> g.route("all", any(), r -> r.forward("http://a:8080"))).listen(8080);
 * Plan plan = running.plan(g -> g.route("all", any(), r -> r.forward("http://b:8080")));
 * System.out.println(plan);
 * running.apply(plan);
 * running.rollback();
 * }
 *
 * <p>Thread-safe.
 */
public final class RunningGateway extends Running {
    private final Changes changes;

    /** Runs it on one listener, whatever those of its model are. */
    RunningGateway(Gateway gateway, Listen listen) {
        super(gateway, listen);
        this.changes = new Changes(live());
    }

    /** Runs it on the listeners of its model, and follows the model when that changes. */
    RunningGateway(Gateway gateway, boolean stopWithProcess) {
        super(gateway, Listeners.of(gateway.model()), name -> "listener \"" + name + "\"", stopWithProcess);
        this.changes = new Changes(live());
        live().follow(listeners());
    }

    /**
     * Where clients find it, on each of its listeners.
     *
     * @return by the names of the listeners: scheme, host and port, or the path of a unix socket
     */
    public Map<String, URI> uris() {
        Map<String, URI> uris = new LinkedHashMap<>();
        listeners().byName().forEach((name, listener) -> uris.put(name, listener.uri()));
        return Collections.unmodifiableMap(uris);
    }

    /**
     * As {@link Changes#plan(Consumer)}.
     *
     * @param lambda writes the whole gateway
     * @return the plan; nothing has changed
     * @throws ProgramException naming every mistake
     */
    public Plan plan(Consumer<GatewayScope> lambda) {
        return changes.plan(lambda);
    }

    /**
     * As {@link Changes#plan(Gateway)}.
     *
     * @param other written in Java, or read from a file
     * @return the plan; nothing has changed
     */
    public Plan plan(Gateway other) {
        return changes.plan(other);
    }

    /**
     * As {@link Changes#apply}.
     *
     * @param plan of the model that runs now
     * @return the version that runs
     * @throws IllegalStateException if another model runs than the plan was made for; then nothing has changed
     * @throws ProgramException naming everything that cannot be had; then nothing has changed
     */
    public Applied apply(Plan plan) {
        return changes.apply(plan);
    }

    /**
     * As {@link Changes#reload}.
     *
     * @param source reads it
     * @return the version that runs; empty if nothing is different
     * @throws ProgramException naming every mistake; then nothing has changed
     */
    public Optional<Applied> reload(Supplier<Gateway> source) {
        return changes.reload(source);
    }

    /**
     * As {@link Changes#rollback}.
     *
     * @return the version that runs
     * @throws IllegalStateException if there is none before it
     */
    public Applied rollback() {
        return changes.rollback();
    }

    /**
     * As {@link Changes#history}.
     *
     * @return the newest first
     */
    public List<Applied> history() {
        return changes.history();
    }

    /**
     * As {@link Changes#model}.
     *
     * @return the model of now
     */
    public Model model() {
        return changes.model();
    }

    /**
     * As {@link Changes#canaries}.
     *
     * @return by the paths of their splits, such as {@code shop/split}
     */
    public Map<String, Canary> canaries() {
        return changes.canaries();
    }

    /**
     * As {@link Changes#canary}.
     *
     * @param path of its split, such as {@code shop/split}
     * @return the canary
     * @throws IllegalArgumentException if there is none
     */
    public Canary canary(String path) {
        return changes.canary(path);
    }
}
