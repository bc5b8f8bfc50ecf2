package dev.sluice;

import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Verdict;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.UriHost;
import dev.sluice.middlewares.rewrite.Redirect;
import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.server.Hosting;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.Pipeline;
import dev.sluice.server.RunningServer;
import io.helidon.common.Weighted;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * A listener that was started.
 *
 * @param options how
 * @param server what runs
 */
record Listener(ListenOptions options, RunningServer server) {
    private static final int PERMANENT_REDIRECT = 308;

    /**
     * Starts one.
     *
     * @param live what it serves
     * @param descriptors that an exchange may need
     * @throws dev.sluice.core.options.MistakesException naming everything that is wrong with names and files
     * @throws IllegalStateException if the address cannot be bound
     */
    static Listener start(ListenOptions options, Live live, int descriptors) {
        Hosting hosting = live.hosting();
        Pipeline served = pipeline(options, live, hosting);
        Pipeline pipeline = options.passesAmbiguousTargets() ? served.allowAmbiguousTargets() : served;
        RunningServer server = RunningServer.start(
                routing -> {
                    options.routes().ifPresent(own -> own.register().accept(pipeline.guarding(routing)));
                    routing.addFeature(new Hosted(pipeline));
                },
                hosting,
                options,
                descriptors);
        return new Listener(options, server);
    }

    private static Pipeline pipeline(ListenOptions options, Live live, Hosting hosting) {
        return options.redirectToHttps()
                .map(port -> RedirectOptions.https(port).status(PERMANENT_REDIRECT))
                .map(to -> new Pipeline(
                        List.of(new ToHttps(new Redirect(to), hosting)),
                        live.pipeline().handler(),
                        hosting.ticker(),
                        hosting.timers()))
                .orElseGet(live::pipeline);
    }

    /** Stands before the program, whose recorders are told of what it answers. */
    private record ToHttps(Redirect redirect, Hosting hosting) implements Gate {
        @Override
        public Verdict admit(Request request) {
            Verdict verdict = redirect.admit(request);
            if (verdict instanceof Verdict.Rejected rejected) {
                rejected.response()
                        .onEnd(request, outcome -> hosting.recorders().forEach(one -> one.record(request, outcome)));
            }
            return verdict;
        }

        @Override
        public String describe() {
            return redirect.describe();
        }
    }

    /** The pipeline behind all routes; unlike the program itself, it is not told when the server stops. */
    record Hosted(Pipeline pipeline) implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            pipeline.install(routing);
        }

        @Override
        public double weight() {
            return Program.WEIGHT;
        }
    }

    /** Where clients find it. */
    URI uri() {
        return options.unixSocket()
                .map(path -> URI.create("unix:" + path.toUri().getRawPath()))
                .orElseGet(this::url);
    }

    private URI url() {
        String host = options.host();
        String reachable =
                Cidr.address(host).filter(InetAddress::isAnyLocalAddress).isPresent() ? "127.0.0.1" : host;
        String scheme = options.tls().isPresent() ? "https://" : "http://";
        return URI.create(scheme + UriHost.of(reachable) + ":" + server.port());
    }
}
