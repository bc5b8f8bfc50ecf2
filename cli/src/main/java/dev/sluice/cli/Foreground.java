package dev.sluice.cli;

import dev.sluice.RunningProxy;
import java.util.concurrent.CountDownLatch;

/**
 * A proxy that is the process: it runs until the process is told to end (SIGTERM, Ctrl-C), is then drained, here and
 * nowhere else, and takes the process with it, with exit code 0.
 */
final class Foreground {
    private Foreground() {}

    /** Says that it is ready when a signal would already stop it in order. */
    static void run(RunningProxy proxy, String ready) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(proxy), "sluice-stop"));
        System.out.println(ready);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without halt, a process that is ended by a signal has that signal's exit code. */
    private static void end(RunningProxy proxy) {
        try {
            proxy.stop();
        } finally {
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
