package dev.sluice.cli;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code sluice demo}: the program of the README in front of two sample upstreams, one of which is flaky. */
final class DemoCommand implements Task {
    private static final int FLAKY = 3;

    private final Options options = new Options();
    private final Option<Boolean> verbose = options.flag("-v", "--verbose", "Logs what the server does.");
    private final Asked asked = new Asked(options);
    private final ClientSide clients = new ClientSide(ClientSide.LOOPBACK);
    private String steady = "";
    private String flaky = "";

    @Override
    public Command command() {
        return new Command(
                "demo",
                "Starts two sample upstreams, one of them flaky, and a gateway that hides it.",
                "sluice demo [OPTIONS]",
                List.of(options, clients.options()),
                List.of("sluice demo", "sluice demo --listen 127.0.0.1:0"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() throws IOException {
        Proxy program = program();
        return () -> run(program);
    }

    private Proxy program() throws IOException {
        steady = SampleUpstream.start("steady", Integer.MAX_VALUE).url();
        flaky = SampleUpstream.start("flaky", FLAKY).url();
        return proxy().trace()
                .rateLimit(100, Duration.ofSeconds(1))
                .buffer(b -> b.retry("IsNetworkError() && Attempts() < 3"))
                .roundRobin(steady, flaky)
                .forward();
    }

    private int run(Proxy program) {
        Logs.configure(verbose.isSet());
        HelidonServices.settle(program.model());
        RunningProxy running = program.listen(clients::apply);
        return Foreground.run(running, introduction(clients.url(running.port())), () -> ClientSide.reload(running));
    }

    private String introduction(String gateway) {
        return """
                upstream  %s  steady
                upstream  %s  flaky: hangs up on every third request
                gateway   %s  trace, rate limit, retry, round robin

                Type in another terminal:

                  curl %3$s/
                  for i in 1 2 3 4 5 6 7 8 9; do curl -s %3$s/; done

                Nobody sees the flaky one hang up, because the gateway asks the other one. Its trace follows, a line
                for each exchange. Ctrl-C ends the demo.
                """.formatted(steady, flaky, gateway);
    }
}
