package dev.sluice.benchmarks;

import static dev.sluice.Sluice.proxy;

import dev.sluice.Listen;
import dev.sluice.PoolStage;
import dev.sluice.RunningProxy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The gateway under load: {@code Gateway plain|full PORT URL TRACE [CERTIFICATE KEY]}. Plain is round robin and nothing
 * else; full has a trace to a file, a rate limit per address, a buffer with retry and round robin. With a certificate it
 * listens with TLS.
 */
public final class Gateway {
    /** Never reached: what is measured is the counting. */
    private static final long REQUESTS_PER_SECOND = 1_000_000;

    private Gateway() {}

    /**
     * Listens until the process ends.
     *
     * @param args what to run, the port, the upstream, where the trace goes; files in PEM
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
        RunningProxy running = pool.forward()
                .listen(listen -> secured(listen.host("127.0.0.1").port(Integer.parseInt(args[1])), args));
        System.out.println(running);
    }

    private static void secured(Listen listen, String[] args) {
        if (args.length > 5) {
            listen.certificate(Path.of(args[4]), Path.of(args[5]));
        }
    }
}
