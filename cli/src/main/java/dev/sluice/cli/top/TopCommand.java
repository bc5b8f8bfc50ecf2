package dev.sluice.cli.top;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.line.Values;
import dev.sluice.cli.remote.AdminClient;
import dev.sluice.cli.remote.AdminException;
import dev.sluice.cli.remote.Remote;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code sluice top}: a live view of a running gateway; plain lines where there is no terminal. */
public final class TopCommand implements Task {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Options options = new Options();
    private final Remote remote = new Remote();
    private final Option<Duration> interval =
            options.value("--interval", "TIME", Values::duration, "Between two looks. Default: 1s.");
    private final Option<Boolean> once = options.flag("--once", "Prints one look as plain lines, and ends.");
    private final Asked asked = new Asked(options);
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public Command command() {
        return new Command(
                "top",
                "Shows a running gateway live: routes, pools, members, rates, latencies, failures.",
                "sluice top [OPTIONS]",
                List.of(options, remote.options()),
                List.of("sluice top", "sluice top --admin http://127.0.0.1:9900", "sluice top --once"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        Duration pause = interval.or(Duration.ofSeconds(1));
        if (pause.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("--interval must be 100ms at least");
        }
        AdminClient client = remote.client();
        return () -> {
            try (client) {
                return run(client, pause);
            }
        };
    }

    /** The first look tells that the gateway is there, and lets us in. */
    private int run(AdminClient client, Duration pause) throws IOException {
        Poller first = new Poller(client, pause, change -> {});
        State state = State.FIRST.told(first.snapshot());
        Optional<Tty> terminal = once.isSet() ? Optional.empty() : Tty.open(colours());
        if (terminal.isEmpty()) {
            print(state);
            return once.isSet() ? 0 : lines(first, pause);
        }
        try (Tty tty = terminal.get()) {
            Live live = new Live(tty, state);
            Poller poller = new Poller(client, pause, live::change);
            poller.start();
            live.run(poller);
            return 0;
        }
    }

    /** As no-color.org has it. */
    private static boolean colours() {
        String without = System.getenv("NO_COLOR");
        return without == null || without.isEmpty();
    }

    /** A block an interval, until nobody reads them any more. */
    private int lines(Poller poller, Duration pause) {
        String problem = "";
        try {
            while (!never.await(pause.toMillis(), TimeUnit.MILLISECONDS) && !System.out.checkError()) {
                try {
                    print(State.FIRST.told(poller.snapshot()));
                    problem = "";
                } catch (AdminException failed) {
                    String now = String.valueOf(failed.getMessage());
                    if (!now.equals(problem)) {
                        System.err.println("sluice: " + now + "; trying again");
                    }
                    problem = now;
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void print(State state) {
        Screen.plain(state).forEach(System.out::println);
        System.out.println();
    }
}
