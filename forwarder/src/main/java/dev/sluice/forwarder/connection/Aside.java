package dev.sluice.forwarder.connection;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that cannot be interrupted, such as a name lookup, on a thread of their own, so that the attempt that
 * waits for them can be aborted.
 */
final class Aside {
    private Aside() {}

    static <T> T call(Progress progress, Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        progress.hold(() -> task.cancel(true));
        Thread.ofVirtual().name("sluice-dial").start(task);
        try {
            return task.get();
        } catch (CancellationException stopped) {
            throw new IOException("stopped", stopped);
        } catch (InterruptedException interrupted) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw ioException(failed.getCause());
        }
    }

    /** The exception of another thread, as one of this. */
    static IOException ioException(@Nullable Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        return new IOException(String.valueOf(cause), cause);
    }
}
