package dev.sluice.cli;

import dev.sluice.PoolStage;
import dev.sluice.Proxy;
import dev.sluice.ProxyBuilder;
import dev.sluice.RunningProxy;
import dev.sluice.Sluice;
import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import dev.sluice.core.options.Mistakes;
import dev.sluice.expression.Expression;
import dev.sluice.middlewares.headers.HeadersType;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.middlewares.ratelimit.Rate;
import dev.sluice.middlewares.retry.Attempt;
import dev.sluice.middlewares.retry.RetryWhen;
import dev.sluice.middlewares.trace.TraceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** {@code sluice proxy}: upstreams in turn, and what is worth an option. */
final class ProxyCommand implements Task {
    private static final List<String> EXAMPLES = List.of(
            "sluice proxy http://127.0.0.1:9001",
            "sluice proxy --rate 100/1s --trace access.jsonl http://127.0.0.1:9001 http://127.0.0.1:9002",
            "sluice proxy --buffer --retry 'IsNetworkError() && Attempts() < 3' http://a.example http://b.example",
            "sluice proxy --weight 3,1 --sticky --header 'response remove Server' http://a.example http://b.example",
            "sluice proxy --listen 0.0.0.0:8443 --tls-cert chain.pem --tls-key key.pem http://127.0.0.1:9001");

    private final Options options = new Options();
    private final Option<List<String>> upstreams = options.operands(
            "URL", url -> url, "Upstreams: http://host[:port][/base], https:// or h2c:// (HTTP/2 in clear text).");
    private final Option<List<Integer>> weights = options.value(
            "--weight",
            "N,N...",
            Values::weights,
            "Shares of the upstreams, in their order, such as 3,1. Default: equal.");
    private final Option<Boolean> sticky =
            options.flag("--sticky", "Keeps a client at the upstream that served it first, by a cookie.");
    private final Option<Expression<Attempt>> retry = options.value(
            "--retry", "EXPR", RetryWhen::parse, "When to try again, such as 'IsNetworkError() && Attempts() < 3'.");
    private final Option<Boolean> buffer = options.flag(
            "--buffer",
            "Holds bodies until they are whole: a retry can send them again, slow clients hold no upstream.");
    private final Option<List<HeaderEdit>> headers = options.values(
            "--header",
            "EDIT",
            HeaderEdit::parse,
            "Edits fields: 'set NAME: VALUE', 'remove NAME', of responses 'response set NAME: VALUE'. May be repeated.");
    private final Option<Rate> rate = options.value(
            "--rate", "N/TIME", Values::rate, "Requests of one client address, such as 100/1s; beyond it 429.");
    private final Option<Duration> total = options.value(
            "--total-timeout",
            "TIME",
            Values::duration,
            "From a request to the head of its answer, over all attempts; beyond it 504. Default: no limit.");
    private final Option<Path> trace = options.value(
            "--trace", "FILE", Path::of, "Where to append a line of JSON for each exchange; - is the standard output.");
    private final Option<Boolean> printed = options.flag(
            "--print-config",
            "Prints the YAML that the command line stands for, and ends. Listener options are not in it.");
    private final Option<Boolean> verbose = options.flag("-v", "--verbose", "Logs what the server does.");
    private final Asked asked = new Asked(options);
    private final ClientSide clients = new ClientSide(ClientSide.ALL_ADDRESSES);
    private final UpstreamSide forwarding = new UpstreamSide();
    private final ObserverSide observers = new ObserverSide();

    @Override
    public Command command() {
        return new Command(
                "proxy",
                "Forwards to one or more upstreams in turn, until it is told to end.",
                "sluice proxy [OPTIONS] URL...",
                List.of(options, clients.options(), forwarding.options(), observers.options()),
                EXAMPLES);
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        Proxy program = program();
        return () -> printed.isSet() ? print(program) : run(program);
    }

    private static int print(Proxy program) {
        System.out.print(program.toYaml());
        return 0;
    }

    private Proxy program() {
        ProxyBuilder program = observers.applied(Sluice.proxy());
        program = trace.addTo(program, (so, file) -> so.at("--trace").trace(where -> sink(where, file)));
        program = headers.addTo(
                program, (so, edits) -> so.at("--header").step(HeadersType.TYPE, () -> HeaderEdit.options(edits)));
        program = rate.addTo(program, (so, limit) -> so.at("--rate").rateLimit(limit));
        program = total.addTo(program, (so, most) -> so.at("--total-timeout").totalTimeout(most));
        program = buffer.addTo(program, (so, yes) -> so.at("--buffer").buffer());
        program = retry.addTo(program, (so, condition) -> so.at("--retry").retry(condition));
        PoolStage pool = program.at("").roundRobin(this::members);
        return sticky.addTo(pool, (so, yes) -> so.sticky()).forward(forwarding::apply);
    }

    private void members(PoolSpec.Builder pool) {
        List<String> urls = urls();
        List<Integer> shares = weights.or(Collections.nCopies(urls.size(), 1));
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                shares.size() == urls.size(),
                "--weight must have a number for each upstream, has " + shares.size() + " for " + urls.size());
        for (int i = 0; i < urls.size(); i++) {
            pool.member(urls.get(i), i < shares.size() ? shares.get(i) : 1);
        }
        mistakes.trying(pool::build);
        mistakes.throwIfAny();
    }

    private static void sink(TraceOptions.Builder where, Path file) {
        if (!file.toString().equals("-")) {
            where.file(file);
        }
    }

    private List<String> urls() {
        return upstreams.or(List.of());
    }

    private int run(Proxy program) {
        Logs.configure(verbose.isSet());
        HelidonServices.settle(program.model());
        RunningProxy running = program.listen(clients::apply);
        String count = urls().size() == 1 ? "1 upstream" : urls().size() + " upstreams";
        return Foreground.run(
                running,
                "sluice: listening on " + clients.told(running.port()) + ", " + count,
                () -> ClientSide.reload(running));
    }
}
