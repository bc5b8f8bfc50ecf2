package dev.sluice;

import dev.sluice.config.ModelYaml;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.Model;
import dev.sluice.observe.health.Health;
import dev.sluice.server.Pipeline;
import io.helidon.common.Weighted;
import io.helidon.health.HealthCheck;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled program: a thing to run, to embed ({@code routing.addFeature(program)}), to read ({@link #explain}), and a
 * {@link Handler}, so that it can be a part of another and be tested without a socket.
 *
 * <p>Immutable and thread-safe. State (buckets, connections, trace) is made with the first use and shared by all of
 * them; it is closed with the last.
 */
public abstract sealed class Program implements HttpFeature, Weighted, Handler, AutoCloseable permits Proxy, Gateway {
    /** Below Helidon's own features and the routes of a routing, which are asked before the program. */
    static final double WEIGHT = 10;

    private static final System.Logger LOGGER = System.getLogger(Program.class.getName());

    private final Model model;
    private final Environment environment;
    private final boolean allowsAmbiguousTargets;
    private @Nullable Live live;
    private int users;
    private volatile @Nullable Handler inHand;

    Program(Model model, Environment environment, boolean allowsAmbiguousTargets) {
        this.model = model;
        this.environment = environment;
        this.allowsAmbiguousTargets = allowsAmbiguousTargets;
    }

    /**
     * The program as data.
     *
     * @return the model; two programs that are written alike have equal ones
     */
    public final Model model() {
        return model;
    }

    /**
     * The same program for a routing in which no other route decides anything by the path. Embedded without this, a
     * target that a route and an upstream could read differently, such as {@code /%2finternal} or {@code /a/../internal},
     * is answered 400, {@code ambiguous-target}. For one's own listener see {@link Listen#allowAmbiguousTargets}.
     *
     * @return a program of its own, which shares no state with this one
     */
    public abstract Program allowAmbiguousTargets();

    final boolean allowsAmbiguousTargets() {
        return allowsAmbiguousTargets;
    }

    final Environment environment() {
        return environment;
    }

    private Pipeline embedded() {
        Pipeline pipeline = acquire().pipeline();
        return allowsAmbiguousTargets ? pipeline.allowAmbiguousTargets() : pipeline;
    }

    /**
     * Embeds it: a handler for what no route before it has answered. It guards nothing else in the routing; see {@link
     * #guarding}.
     */
    @Override
    public final void setup(HttpRouting.Builder routing) {
        Pipeline pipeline = embedded();
        if (!pipeline.gates().isEmpty()) {
            LOGGER.log(
                    Level.INFO,
                    "routes beside it are not behind its gates unless registered by guarding(...): {0}",
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
    public final HttpFeature guarding(Consumer<HttpRouting.Builder> routes) {
        return new Guarding(this, routes);
    }

    /**
     * Mounts it under a path: {@code routing.register("/orders", proxy.service())}. It runs whole for the requests under
     * that path and for no others. The target is forwarded as it is; {@code rewrite} may strip the path.
     *
     * @return a service to register
     */
    public final HttpService service() {
        return new Mounted(this);
    }

    /**
     * Mounts it for one host: {@code routing.addFeature(proxy.forHost("shop.example.com"))}. It runs whole for the
     * requests to that host and for no others.
     *
     * @param name a name or address, without port, in any case
     * @return a feature to add instead of this one
     */
    public final HttpFeature forHost(String name) {
        return new ForHost(this, Steps.given("name", name));
    }

    private record Mounted(Program program) implements HttpService {
        @Override
        public void routing(HttpRules rules) {
            program.embedded().service().routing(rules);
        }

        @Override
        public final void afterStop() {
            program.release();
        }
    }

    private record ForHost(Program program, String name) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            program.embedded().install(routing, Pipeline.toHost(name));
        }

        @Override
        public final double weight() {
            return WEIGHT;
        }

        @Override
        public void afterStop() {
            program.release();
        }
    }

    private record Guarding(Program program, Consumer<HttpRouting.Builder> routes) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            Pipeline pipeline = program.embedded();
            routes.accept(pipeline.guarding(routing));
            pipeline.install(routing);
        }

        @Override
        public double weight() {
            return WEIGHT;
        }

        @Override
        public void afterStop() {
            program.release();
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
    public final Response handle(Request request) {
        Handler known = inHand;
        return (known == null ? takeInHand() : known).handle(request);
    }

    private synchronized Handler takeInHand() {
        Handler known = inHand;
        if (known == null) {
            known = acquire().pipeline().handler();
            inHand = known;
        }
        return known;
    }

    /** Lets go what {@link #handle} was made with; listeners keep theirs. */
    @Override
    public final void close() {
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
    final synchronized Live acquire() {
        Live known = live;
        if (known == null) {
            known = new Live(model, environment, this instanceof Gateway);
            live = known;
        }
        users++;
        return known;
    }

    final synchronized Live inUse() {
        Live known = live;
        if (known == null) {
            throw new IllegalStateException(
                    "it runs nowhere: it is neither embedded in a server that was started, nor asked");
        }
        return known;
    }

    /** One user less. With the last one the state is closed. */
    final void release() {
        Live last = withoutOne();
        if (last != null) {
            last.close();
        }
    }

    private synchronized @Nullable Live withoutOne() {
        users--;
        if (users > 0) {
            return null;
        }
        Live last = live;
        live = null;
        return last;
    }

    /**
     * Health checks of Helidon's, for the {@code ObserveFeature} of the service that embeds it, or of whatever answers
     * balancers: live, started, ready. They tell of a program that is in use; until then it is not ready.
     *
     * {@snippet :
     * HealthObserver.builder().details(true).addHealthChecks(proxy.healthChecks())
     * }
     *
     * @return checks whose names begin with {@code sluice-}
     */
    public final List<HealthCheck> healthChecks() {
        return healthChecks("sluice");
    }

    /**
     * As {@link #healthChecks()}, for a service with several programs.
     *
     * @param name what the names of the checks begin with
     * @return live, started, ready
     * @throws IllegalArgumentException if the name is empty
     */
    public final List<HealthCheck> healthChecks(String name) {
        return Health.checks(name, () -> inUse().observed());
    }

    /**
     * The plan, with the options that matter: a {@code gate} also guards own routes that are given to the program. Reads
     * the program and nothing else: starts nothing, opens nothing, closes nothing.
     *
     * @return a line a step, outermost first
     */
    public final String explain() {
        return Explanation.of(model);
    }

    /**
     * Looks for mistakes that can only be seen by trying, such as a file that cannot be read; starts nothing.
     *
     * @throws ProgramException naming every mistake with its place
     */
    public final void check() {
        Generations.told(() -> {
            model.check();
            return model;
        });
    }

    /**
     * The program as YAML, which reads as an equal one; see {@code docs/yaml.md}.
     *
     * @return the text of a file
     * @throws ProgramException naming everything that is code of the program's own, and each secret, which cannot be
     *     written
     */
    public final String toYaml() {
        return Generations.told(() -> ModelYaml.of(model));
    }

    /** The plan, because jshell shows it. */
    @Override
    public final String toString() {
        return explain();
    }
}
