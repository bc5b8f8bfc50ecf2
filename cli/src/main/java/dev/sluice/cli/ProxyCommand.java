package dev.sluice.cli;

import dev.sluice.Proxy;
import dev.sluice.ProxyBuilder;
import dev.sluice.RunningProxy;
import dev.sluice.Sluice;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryWhen;
import dev.sluice.middlewares.trace.TraceOptions;
import java.nio.file.Path;
import java.util.List;

/** {@code sluice proxy}: upstreams in turn, and what is worth an option. */
final class ProxyCommand implements Task {
    private static final List<String> EXAMPLES = List.of(
            "sluice proxy http://127.0.0.1:9001",
            "sluice proxy --rate 100/1s --trace access.jsonl http://127.0.0.1:9001 http://127.0.0.1:9002",
            "sluice proxy --retry 'IsNetworkError() && Attempts() < 3' http://a.example http://b.example",
            "sluice proxy --listen 0.0.0.0:8443 --tls-cert chain.pem --tls-key key.pem http://127.0.0.1:9001");

    private final Options options = new Options();
    private final Option<List<String>> upstreams =
            options.operands("URL", url -> url, "Upstreams: http://host[:port][/base].");
    private final Option<Expression<Attempt>> retry = options.value(
            "--retry", "EXPR", RetryWhen::parse, "When to try again, such as 'IsNetworkError() && Attempts() < 3'.");
    private final Option<Rate> rate = options.value(
            "--rate", "N/TIME", Values::rate, "Requests of one client address, such as 100/1s; beyond it 429.");
    private final Option<Path> trace = options.value(
            "--trace", "FILE", Path::of, "Where to append a line of JSON for each exchange; - is the standard output.");
    private final Option<Boolean> verbose = options.flag("-v", "--verbose", "Logs what the server does.");
    private final Asked asked = new Asked(options);
    private final ClientSide clients = new ClientSide(ClientSide.ALL_ADDRESSES);
    private final UpstreamSide forwarding = new UpstreamSide();

    @Override
    public Command command() {
        return new Command(
                "proxy",
                "Forwards to one or more upstreams in turn, until it is told to end.",
                "sluice proxy [OPTIONS] URL...",
                List.of(options, clients.options(), forwarding.options()),
                EXAMPLES);
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Proxy program() {
        ProxyBuilder program = Sluice.proxy();
        program = trace.addTo(program, (so, file) -> so.at("--trace").trace(where -> sink(where, file)));
        program = rate.addTo(program, (so, limit) -> so.at("--rate").rateLimit(limit));
        program = retry.addTo(program, (so, condition) -> so.at("--retry").retry(condition));
        return program.at("").roundRobin(urls()).forward(forwarding::apply);
    }

    private static void sink(TraceOptions.Builder where, Path file) {
        if (!file.toString().equals("-")) {
            where.file(file);
        }
    }

    private List<String> urls() {
        return upstreams.or(List.of());
    }

    @Override
    public void run(Proxy program) {
        Logs.configure(verbose.isSet());
        RunningProxy running = program.listen(clients::apply);
        String count = urls().size() == 1 ? "1 upstream" : urls().size() + " upstreams";
        Foreground.run(
                running,
                "sluice: listening on " + clients.told(running.port()) + ", " + count,
                () -> clients.reload(running));
    }
}
