package dev.sluice.server;

import dev.sluice.core.Completion;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.syntax.NormalHost;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.server.hosting.FixedSteps;
import dev.sluice.server.hosting.GuardedRouting;
import dev.sluice.server.hosting.HostedExchanges;
import dev.sluice.server.hosting.LeasedSteps;
import dev.sluice.server.hosting.PipelineHandler;
import dev.sluice.server.hosting.PipelineSteps;
import dev.sluice.server.hosting.StepsSource;
import dev.sluice.server.rules.HostTime;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A compiled proxy, to be hosted in a routing of Helidon's, or to be used as a {@link Handler} without any host.
 *
 * <p>What it guards: what it answers itself, with all its steps in written order; and the routes that are registered
 * through {@link #guarding}, with all its gates, wherever they stand among the steps. Nothing else: several pipelines can
 * live in one routing. Immutable and thread-safe.
 */
public final class Pipeline {
    private final StepsSource steps;
    private final HostTime time;
    private final boolean refusesAmbiguous;

    private Pipeline(StepsSource steps, HostTime time, boolean refusesAmbiguous) {
        this.steps = steps;
        this.time = time;
        this.refusesAmbiguous = refusesAmbiguous;
    }

    /**
     * Steps around an end.
     *
     * @param steps outermost first
     * @param end what they lead to: picks an upstream, forwards
     * @param ticker what exchanges in a foreign WebServer are timed by
     * @param timers for watching their clients
     */
    public Pipeline(List<? extends Middleware> steps, Handler end, Ticker ticker, Timers timers) {
        this(steps, end, ticker, timers, step -> "");
    }

    /**
     * Steps of a model around an end.
     *
     * @param steps outermost first
     * @param end what they lead to: picks an upstream, forwards
     * @param ticker what exchanges in a foreign WebServer are timed by
     * @param timers for watching their clients
     * @param paths where each step stands, for {@link dev.sluice.core.Provenance#step()}; empty for one that stands nowhere
     */
    public Pipeline(
            List<? extends Middleware> steps,
            Handler end,
            Ticker ticker,
            Timers timers,
            Function<Middleware, String> paths) {
        this(new FixedSteps(new PipelineSteps(List.copyOf(steps), end, paths)), new HostTime(ticker, timers), true);
    }

    /**
     * A pipeline that may be followed by another while exchanges run: each exchange keeps the one that it began with.
     *
     * @param source lends the pipeline of now
     * @param ticker what exchanges in a foreign WebServer are timed by
     * @param timers for watching their clients
     * @return the pipeline, to be hosted as any other
     */
    public static Pipeline changing(PipelineSource source, Ticker ticker, Timers timers) {
        return new Pipeline(
                new LeasedSteps(
                        () -> source.acquire().steps(),
                        () -> source.now().steps().steps()),
                new HostTime(ticker, timers),
                true);
    }

    /**
     * Steps around an end, to stand inside another pipeline: on a route.
     *
     * @param steps outermost first
     * @param end what they lead to
     * @param paths where each step stands
     * @return one handler; where it is hosted, bugs of the steps are told by their names, and recorders among them hear of
     *     every exchange that comes here
     */
    public static Handler nested(List<Middleware> steps, Handler end, Function<Middleware, String> paths) {
        return PipelineSteps.nested(steps, end, paths);
    }

    /**
     * The same steps for a routing in which no other route decides anything by the path. Without this, a target that a
     * route and an upstream could read differently ({@code /%2finternal}, {@code //internal}, {@code /a/../internal}) is
     * answered 400, {@code ambiguous-target}: Helidon would match it with another route than the one that is meant to
     * guard the resource.
     *
     * @return a pipeline that passes such targets on as they are
     */
    public Pipeline allowAmbiguousTargets() {
        return new Pipeline(steps, time, false);
    }

    private PipelineHandler hosted(Predicate<Request> mine) {
        return new PipelineHandler(exchanges(), mine, refusesAmbiguous, WireHost::refuseWebSocketRoutes);
    }

    /**
     * Prepares the loans of this pipeline, for a {@link PipelineSource}.
     *
     * @param end told once for each exchange that it was lent to
     * @return one for all exchanges
     */
    public PipelineSource.Lease lent(Completion end) {
        if (steps instanceof FixedSteps fixed) {
            return new PipelineSource.Lease(new LeasedSteps.Lease(fixed.steps(), end));
        }
        throw new IllegalStateException("a pipeline that changes cannot be lent");
    }

    private HostedExchanges exchanges() {
        return new HostedExchanges(steps, time);
    }

    /**
     * The gates among the steps.
     *
     * @return outermost first
     */
    public List<Gate> gates() {
        return steps.gates();
    }

    /**
     * Those that are told of messages that a host refuses.
     *
     * @return outermost first
     */
    public List<ExchangeRecorder> recorders() {
        return steps.recorders();
    }

    /**
     * What errors of the gateway's own look like.
     *
     * @return the first step that is an {@link ErrorRenderer}
     */
    public Optional<ErrorRenderer> errors() {
        return steps.errors();
    }

    /**
     * The whole pipeline as one handler: to be tested without a socket, or nested in another pipeline. A host does more
     * with an exchange: it answers 500 for what throws here, and closes responses that a step has left behind.
     *
     * @return all steps, gates included, around the end
     */
    public Handler handler() {
        return steps.handler();
    }

    /**
     * Hosts it behind all routes that were registered before: it answers whatever they do not.
     *
     * @param routing where to
     */
    public void install(HttpRouting.Builder routing) {
        install(routing, request -> true);
    }

    /**
     * Hosts it for some requests, such as those to one host; routes and pipelines registered later get the others.
     *
     * @param routing where to
     * @param mine which requests it answers
     */
    public void install(HttpRouting.Builder routing, Predicate<Request> mine) {
        routing.any(hosted(mine));
    }

    /**
     * Answers one request of a handler of one's own, who has neither read its body nor begun the response, and does
     * nothing with them afterwards. A target that the route of that handler and an upstream could read differently is
     * answered 400.
     *
     * @param request of Helidon's routing, in either host
     * @param response of the same exchange
     */
    public void answer(ServerRequest request, ServerResponse response) {
        new PipelineHandler(exchanges(), asked -> true, true, server -> {}).handle(request, response);
    }

    /**
     * Hosts it under a path: {@code routing.register("/orders", pipeline.service())}. The target is forwarded as it is; a
     * rewrite may strip the path.
     *
     * @return a service that answers every request it gets
     */
    public HttpService service() {
        return rules -> rules.any(hosted(request -> true));
    }

    /**
     * A view of a routing, to register own routes of the service through: they run behind all gates of this pipeline,
     * once an exchange, with the request as received. If such a route passes a request on to this pipeline, its gates do
     * not run again.
     *
     * {@snippet :
     * pipeline.guarding(routing).get("/admin", (request, response) -> response.send("for those with a key"));
     * pipeline.install(routing);
     * }
     *
     * @param routing where the routes go
     * @return the view
     */
    public HttpRouting.Builder guarding(HttpRouting.Builder routing) {
        return GuardedRouting.of(exchanges(), routing);
    }

    /**
     * Requests to one host, by their Host field or {@code :authority}.
     *
     * @param name a name or address, without port; upper and lower case are the same
     * @return a predicate for {@link #install(HttpRouting.Builder, Predicate)}
     */
    public static Predicate<Request> toHost(String name) {
        String host = NormalHost.of(name);
        return request -> request.host().equals(host);
    }
}
