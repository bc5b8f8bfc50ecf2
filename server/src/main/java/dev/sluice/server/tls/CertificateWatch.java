package dev.sluice.server.tls;

import dev.sluice.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Notices that files have changed, by what is in them: they may be links that are moved, or be written by copies that keep
 * their times. Files that are half written are looked at again with their next change.
 */
public final class CertificateWatch {
    private final List<Path> files;
    private final Runnable changed;
    private String seen;

    /**
     * Remembers what is in the files now, and watches nothing yet.
     *
     * @param files which
     * @param changed runs after each change, on the thread of the watch; must not throw
     */
    public CertificateWatch(List<Path> files, Runnable changed) {
        this.files = List.copyOf(files);
        this.changed = changed;
        this.seen = digest();
    }

    /**
     * Watches on a thread of its own until a latch is open.
     *
     * @param ticker the time
     * @param every how often it looks
     * @param stopping ends it
     */
    public void start(Ticker ticker, Duration every, CountDownLatch stopping) {
        Thread.ofVirtual().name("sluice-certificate-watch").start(() -> {
            while (!ticker.await(stopping, every)) {
                look();
            }
        });
    }

    /** Looks once. */
    void look() {
        String now = digest();
        if (!now.equals(seen)) {
            seen = now;
            changed.run();
        }
    }

    private String digest() {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try {
                byte[] content = Files.readAllBytes(file);
                digest.update(sha256().digest(content));
            } catch (IOException unreadable) {
                digest.update((byte) 0);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("the JDK has no SHA-256", impossible);
        }
    }
}
