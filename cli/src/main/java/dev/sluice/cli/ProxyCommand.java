package dev.sluice.cli;

import dev.sluice.Proxy;
import dev.sluice.ProxyBuilder;
import dev.sluice.RunningProxy;
import dev.sluice.Sluice;
import dev.sluice.middlewares.predicate.Expression;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.trace.TraceOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice proxy}: upstreams in turn, and what is worth an option. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        separator = " ",
        customSynopsis = "sluice proxy [OPTIONS] URL...",
        sortOptions = false,
        description = "Forwards to one or more upstreams in turn, until it is told to end.")
final class ProxyCommand implements Task {
    @Parameters(arity = "0..*", paramLabel = "URL", description = "Upstreams: http://host[:port][/base].")
    private List<String> upstreams = List.of();

    @Option(
            names = "--retry",
            paramLabel = "EXPR",
            description = "When to try again, such as 'IsNetworkError() && Attempts() < 3'.")
    private @Nullable Expression<Attempt> retry;

    @Option(
            names = "--rate",
            paramLabel = "N/TIME",
            description = "Requests of one client address, such as 100/1s; beyond it 429.")
    private @Nullable Rate rate;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Where to append a line of JSON for each exchange; - is the standard output.")
    private @Nullable Path trace;

    @Option(
            names = {"-v", "--verbose"},
            description = "Logs what the server does.")
    private boolean verbose;

    @ArgGroup(validate = false, heading = "Clients:%n")
    private ClientSide clients = new ClientSide();

    @ArgGroup(validate = false, heading = "Upstreams:%n")
    private UpstreamSide forwarding = new UpstreamSide();

    @Override
    public Proxy program() {
        ProxyBuilder program = Sluice.proxy();
        if (trace != null) {
            program.trace(this::sink);
        }
        Rate limit = rate;
        if (limit != null) {
            program.rateLimit(options -> options.rate(limit));
        }
        if (retry != null) {
            program.retry(retry);
        }
        return program.roundRobin(upstreams.toArray(String[]::new)).forward(forwarding::apply);
    }

    private void sink(TraceOptions.Builder options) {
        if (trace != null && !trace.toString().equals("-")) {
            options.file(trace);
        }
    }

    @Override
    public void run(Proxy program) {
        Logs.configure(verbose);
        RunningProxy running = program.listen(clients::apply);
        String count = upstreams.size() == 1 ? "1 upstream" : upstreams.size() + " upstreams";
        Foreground.run(running, "sluice: listening on " + clients.url(running.port()) + ", " + count);
    }
}
