package dev.sluice;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.Generation;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import dev.sluice.model.Step;
import dev.sluice.server.Hosting;
import dev.sluice.server.Pipeline;
import io.helidon.common.Weighted;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled proxy: a thing to run ({@link #listen}), to embed ({@code routing.addFeature(proxy)}), to read
 * ({@link #explain}), and a {@link Handler}, so that it can be a part of another and be tested without a socket.
 *
 * <p>Immutable and thread-safe. State (buckets, connections, trace) is made with the first use and shared by all of
 * them; it is closed with the last.
 */
public final class Proxy implements HttpFeature, Weighted, Handler, AutoCloseable {
    /** Below Helidon's own features and the routes of a routing, which are asked before the proxy. */
    static final double WEIGHT = 10;

    private static final System.Logger LOGGER = System.getLogger(Proxy.class.getName());

    private final Model model;
    private final Environment environment;
    private final boolean allowsAmbiguousTargets;
    private @Nullable Generation generation;
    private @Nullable Gauges gauges;
    private int users;
    private volatile @Nullable Handler inHand;

    Proxy(Model model) {
        this(model, SystemEnvironment.INSTANCE, false);
    }

    private Proxy(Model model, Environment environment, boolean allowsAmbiguousTargets) {
        this.model = model;
        this.environment = environment;
        this.allowsAmbiguousTargets = allowsAmbiguousTargets;
    }

    /**
     * The program as data.
     *
     * @return the model; two proxies that are written alike have equal ones
     */
    public Model model() {
        return model;
    }

    /**
     * The same program in another environment: under the time of a test, on the network of a simulation.
     *
     * @param other what its instances are made with
     * @return a proxy of its own, which shares no state with this one
     */
    public Proxy in(Environment other) {
        return new Proxy(model, other, allowsAmbiguousTargets);
    }

    /**
     * The same program for a routing in which no other route decides anything by the path. Embedded without this, a
     * target that a route and an upstream could read differently, such as {@code /%2finternal} or {@code /a/../internal},
     * is answered 400, {@code ambiguous-target}. For one's own listener see {@link Listen#allowAmbiguousTargets}.
     *
     * @return a proxy of its own, which shares no state with this one
     */
    public Proxy allowAmbiguousTargets() {
        return new Proxy(model, environment, true);
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

    /**
     * Embeds it: a handler for what no route before it has answered. It guards nothing else in the routing; see {@link
     * #guarding}.
     */
    @Override
    public void setup(HttpRouting.Builder routing) {
        Pipeline pipeline = pipeline(acquire());
        if (!pipeline.gates().isEmpty()) {
            LOGGER.log(
                    Level.INFO,
                    "routes beside the proxy are not behind its gates unless registered by guarding(...): {0}",
                    pipeline.gates().stream().map(Gate::describe).collect(Collectors.joining(", ")));
        }
        pipeline.install(routing);
    }

    /**
     * Embeds it together with routes of one's own, which come first and run behind all its gates.
     *
     * {@snippet :
     * routing.addFeature(proxy.guarding(own -> own.get("/admin", (request, response) -> response.send("hi"))));
     * }
     *
     * @param routes registers them
     * @return a feature to add instead of this one
     */
    public HttpFeature guarding(Consumer<HttpRouting.Builder> routes) {
        return new Guarding(this, routes);
    }

    /**
     * Mounts it under a path: {@code routing.register("/orders", proxy.service())}. It runs whole for the requests under
     * that path and for no others. The target is forwarded as it is; {@code rewrite} may strip the path.
     *
     * @return a service to register
     */
    public HttpService service() {
        return new Mounted(this);
    }

    /**
     * Mounts it for one host: {@code routing.addFeature(proxy.forHost("shop.example.com"))}. It runs whole for the
     * requests to that host and for no others.
     *
     * @param name a name or address, without port, in any case
     * @return a feature to add instead of this one
     */
    public HttpFeature forHost(String name) {
        return new ForHost(this, Steps.given("name", name));
    }

    private record Mounted(Proxy proxy) implements HttpService {
        @Override
        public void routing(HttpRules rules) {
            proxy.pipeline(proxy.acquire()).service().routing(rules);
        }

        @Override
        public void afterStop() {
            proxy.release();
        }
    }

    private record ForHost(Proxy proxy, String name) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            proxy.pipeline(proxy.acquire()).install(routing, Pipeline.toHost(name));
        }

        @Override
        public double weight() {
            return WEIGHT;
        }

        @Override
        public void afterStop() {
            proxy.release();
        }
    }

    private record Guarding(Proxy proxy, Consumer<HttpRouting.Builder> routes) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            Pipeline pipeline = proxy.pipeline(proxy.acquire());
            routes.accept(pipeline.guarding(routing));
            pipeline.install(routing);
        }

        @Override
        public double weight() {
            return WEIGHT;
        }

        @Override
        public void afterStop() {
            proxy.release();
        }
    }

    @Override
    public double weight() {
        return WEIGHT;
    }

    @Override
    public void afterStop() {
        release();
    }

    /** Handles a request without a listener. The first makes the state, which {@link #close()} lets go. */
    @Override
    public Response handle(Request request) {
        Handler known = inHand;
        return (known == null ? takeInHand() : known).handle(request);
    }

    private synchronized Handler takeInHand() {
        Handler known = inHand;
        if (known == null) {
            known = pipeline(acquire()).handler();
            inHand = known;
        }
        return known;
    }

    /** Lets go what {@link #handle} was made with; listeners keep theirs. */
    @Override
    public void close() {
        boolean held;
        synchronized (this) {
            held = inHand != null;
            inHand = null;
        }
        if (held) {
            release();
        }
    }

    /** One user more. The first makes the state. */
    synchronized Generation acquire() {
        Generation known = generation;
        if (known == null) {
            Gauges shown = new Gauges();
            known = Generations.of(model, environment.withInstruments(shown));
            generation = known;
            gauges = shown;
        }
        users++;
        return known;
    }

    /** Steps up to the pick of an upstream run once for a request; those behind it are a part of the end. */
    Pipeline pipeline(Generation generation) {
        int edge = generation.beforePick();
        Pipeline pipeline = new Pipeline(
                generation.middlewares().subList(0, edge),
                generation.handler(edge),
                environment.ticker(),
                environment.timers());
        return allowsAmbiguousTargets ? pipeline.allowAmbiguousTargets() : pipeline;
    }

    /** What a host of a listener works with: recorders are told wherever they stand. */
    Hosting hosting(Generation generation, Pipeline pipeline) {
        return new Hosting(
                generation.recorders(),
                pipeline.errors().orElse(ErrorRenderer.text()),
                environment.ticker(),
                environment.timers());
    }

    /** The numbers that instances show. */
    synchronized Gauges gauges() {
        return gauges == null ? new Gauges() : gauges;
    }

    /** One user less. With the last one the state is closed. */
    void release() {
        Generation last = withoutOne();
        if (last != null) {
            last.close();
        }
    }

    private synchronized @Nullable Generation withoutOne() {
        users--;
        if (users > 0) {
            return null;
        }
        Generation last = generation;
        generation = null;
        return last;
    }

    /**
     * The plan, with the options that matter: a {@code gate} also guards own routes that are given to the proxy. Reads
     * the program and nothing else: starts nothing, opens nothing, closes nothing.
     *
     * @return a line a step, outermost first
     */
    public String explain() {
        StringBuilder plan = new StringBuilder("proxy\n");
        boolean edge = true;
        for (Part<?> part : model.parts()) {
            edge = edge && !(part instanceof Step<?> step && step.picks());
            boolean gate = edge && part instanceof Step<?> step && step.gates();
            plan.append(gate ? "  gate     " : "  handler  ")
                    .append(part.describe())
                    .append('\n');
        }
        return plan.toString();
    }

    /** The plan, because jshell shows it. */
    @Override
    public String toString() {
        return explain();
    }
}
