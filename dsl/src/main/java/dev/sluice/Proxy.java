package dev.sluice;

import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.server.Pipeline;
import io.helidon.common.Weighted;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A compiled proxy: a thing to run ({@link #listen}), to embed ({@code routing.addFeature(proxy)}) and to read
 * ({@link #explain}).
 *
 * <p>Immutable and thread-safe. State (buckets, connections, trace) is made with the first listener and shared by all
 * of them; it is closed with the last.
 */
public final class Proxy implements HttpFeature, Weighted {
    /** Below Helidon's own features and the routes of a routing, which are asked before the proxy. */
    static final double WEIGHT = 10;

    private final List<Step> steps;
    private final ForwarderOptions forwarding;
    private @Nullable Compiled compiled;
    private int users;

    private Proxy(List<Step> steps, ForwarderOptions forwarding) {
        this.steps = steps;
        this.forwarding = forwarding;
    }

    static Proxy of(Program program, Consumer<ForwarderOptions.Builder> options) {
        ForwarderOptions.Builder builder = ForwarderOptions.builder();
        program.checked("forward", () -> {
            options.accept(builder);
            builder.build();
        });
        return new Proxy(program.steps(), builder.build());
    }

    /**
     * Runs it on all addresses.
     *
     * @param port 0 takes a free one
     * @return the running proxy
     * @throws IllegalStateException if the port is taken
     */
    public RunningProxy listen(int port) {
        return listen(listen -> listen.port(port));
    }

    /**
     * Runs it.
     *
     * @param options address, limits and deadlines of clients, TLS, routes beside the proxy
     * @return the running proxy
     * @throws IllegalArgumentException naming every mistake of the options
     * @throws IllegalStateException if the address cannot be bound
     */
    public RunningProxy listen(Consumer<Listen> options) {
        Listen listen = new Listen();
        options.accept(listen);
        return RunningProxy.start(this, listen);
    }

    /** Embeds it: filters for the whole routing, and a handler for what no route before it has answered. */
    @Override
    public void setup(HttpRouting.Builder routing) {
        acquire().install(routing);
    }

    @Override
    public double weight() {
        return WEIGHT;
    }

    @Override
    public void afterStop() {
        release();
    }

    /** One listener more. The first makes the state. */
    synchronized Pipeline acquire() {
        Compiled known = compiled;
        if (known == null) {
            known = Compiled.of(steps, forwarding);
            compiled = known;
        }
        users++;
        return known.pipeline();
    }

    /** One listener less. With the last one the state is closed. */
    void release() {
        Compiled last = withoutOne();
        if (last != null) {
            last.close();
        }
    }

    private synchronized @Nullable Compiled withoutOne() {
        users--;
        if (users > 0) {
            return null;
        }
        Compiled last = compiled;
        compiled = null;
        return last;
    }

    /**
     * The plan: what runs as a filter, what in the handler, with the options that matter.
     *
     * @return a line a step, outermost first
     */
    public synchronized String explain() {
        Compiled running = compiled;
        if (running != null) {
            return running.explain();
        }
        Compiled sketch = Compiled.of(steps, forwarding);
        try {
            return sketch.explain();
        } finally {
            sketch.close();
        }
    }

    /** The plan, because jshell shows it. */
    @Override
    public String toString() {
        return explain();
    }
}
