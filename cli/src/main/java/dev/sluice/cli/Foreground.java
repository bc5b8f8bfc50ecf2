package dev.sluice.cli;

import dev.sluice.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A proxy that is the process: it runs until the process is told to end (SIGTERM, Ctrl-C), is then drained, here and
 * nowhere else, and takes the process with it, with exit code 0. A listener that ends by itself ends the process with 1,
 * so that whoever looks after it starts another.
 *
 * <p>Signals are handled before the JVM shuts down, since the first thing that does is to close the log, which is to tell
 * what a drain cuts. Where signals cannot be handled, the shutdown hook drains without that.
 */
final class Foreground {
    private static final int BROKEN = 1;

    private Foreground() {}

    /**
     * Says that it is ready when a signal would already stop it in order.
     *
     * @param reload what SIGHUP does: reads files again, or throws {@link IllegalArgumentException} and leaves all as it is
     */
    static int run(Running program, String ready, Runnable reload) {
        Signals.on("HUP", () -> {
            try {
                reload.run();
            } catch (IllegalArgumentException wrong) {
                System.err.println("sluice: not reloaded: " + wrong.getMessage());
            }
        });
        AtomicBoolean told = new AtomicBoolean();
        Runnable stop = () -> {
            told.set(true);
            end(program);
        };
        AtomicBoolean signalled = new AtomicBoolean();
        for (String end : List.of("TERM", "INT")) {
            Signals.on(end, () -> {
                if (!signalled.getAndSet(true)) { // a second signal changes nothing
                    stop.run();
                }
            });
        }
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "sluice-stop"));
        System.out.println(ready);
        program.awaitStop();
        if (!told.get()) {
            System.err.println("sluice: the listener has ended by itself");
            flush();
            Runtime.getRuntime().halt(BROKEN);
        }
        waitForTheEnd();
        return 0;
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await(); // the hook halts the process
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without halt, a process that is ended by a signal has that signal's exit code. */
    private static void end(Running program) {
        try {
            program.stop();
        } finally {
            flush();
            Runtime.getRuntime().halt(0);
        }
    }

    /** For a second at most: if nobody reads the standard output, a trace that writes to it holds its lock for ever. */
    private static void flush() {
        Thread flushing = Thread.ofPlatform().daemon().name("sluice-flush").start(System.out::flush);
        try {
            flushing.join(Duration.ofSeconds(1));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
