package dev.sluice.benchmarks;

import static dev.sluice.Sluice.proxy;

import dev.sluice.PoolStage;
import dev.sluice.RunningProxy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The gateway under load: {@code Gateway plain|full PORT URL [TRACE]}. Plain is round robin and nothing else; full has a
 * trace to a file, a rate limit per address, a buffer with retry and round robin.
 */
public final class Gateway {
    /** Never reached: what is measured is the counting. */
    private static final long REQUESTS_PER_SECOND = 1_000_000;

    private Gateway() {}

    /**
     * Listens until the process ends.
     *
     * @param args what to run, the port, the upstream, where the trace goes
     */
    public static void main(String[] args) {
        PoolStage pool = switch (args[0]) {
            case "plain" -> proxy().roundRobin(args[2]);
            case "full" ->
                proxy().trace(trace -> trace.file(Path.of(args[3])))
                        .rateLimit(REQUESTS_PER_SECOND, Duration.ofSeconds(1))
                        .buffer(buffer -> buffer.retry("IsNetworkError() && Attempts() < 3"))
                        .roundRobin(args[2]);
            default -> throw new IllegalArgumentException("plain or full, not " + args[0]);
        };
        RunningProxy running =
                pool.forward().listen(listen -> listen.host("127.0.0.1").port(Integer.parseInt(args[1])));
        System.out.println(running);
    }
}
