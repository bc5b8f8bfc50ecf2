package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks once a second whether files have changed, by their times and sizes: that works for every file system and for
 * files that are replaced, or reached by links that are (Kubernetes).
 */
final class FileWatch implements Runnable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final List<Path> files;
    private final Runnable changed;
    private final CountDownLatch never = new CountDownLatch(1);

    private FileWatch(List<Path> files, Runnable changed) {
        this.files = files;
        this.changed = changed;
    }

    /** Looks as long as the process runs. */
    static void start(List<Path> files, Runnable changed) {
        Thread.ofPlatform().daemon().name("sluice-watch").start(new FileWatch(files, changed));
    }

    @Override
    public void run() {
        List<String> known = marks();
        try {
            while (!never.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                List<String> now = marks();
                if (!now.equals(known)) {
                    known = now;
                    changed.run();
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> marks() {
        return files.stream().map(FileWatch::mark).toList();
    }

    private static String mark(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException missing) {
            return "missing";
        }
    }
}
