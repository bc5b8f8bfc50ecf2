package dev.sluice.cli.remote;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a member registered: renews it three times in its time to live, and removes it when the process is told to end. While
 * the gateway cannot be reached it goes on trying, at least every five seconds, so that the member is back soon after a
 * restart. What changes is told, a line each.
 */
final class Registration {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final AdminClient client;
    private final Ask put;
    private final Ask removal;
    private final long pause;
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch removed = new CountDownLatch(1);
    private boolean registered;
    private String lost = "";

    Registration(AdminClient client, Ask put, Ask removal, Duration ttl) {
        this.client = client;
        this.put = put;
        this.removal = removal;
        this.pause = ttl.dividedBy(3).toMillis();
    }

    /**
     * Renews until the process is told to end.
     *
     * @throws AdminException if the gateway refuses the member at the beginning
     */
    void run() {
        renew();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "sluice-unregister"));
        try {
            while (!told.await(registered ? pause : Math.min(pause, LONGEST.toMillis()), TimeUnit.MILLISECONDS)) {
                renew();
            }
            remove();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            removed.countDown();
        }
    }

    private void renew() {
        try {
            Answer answer = client.send(put);
            if (!registered || answer.status() == 201) {
                System.out.println("registered " + Text.of(answer.json().path("url")));
            }
            registered = true;
            lost = "";
        } catch (AdminException failed) {
            if (failed.refused() && !registered && lost.isEmpty()) {
                throw failed;
            }
            registered = false;
            String now = String.valueOf(failed.getMessage());
            if (!now.equals(lost)) {
                System.err.println("sluice: not registered: " + now + "; trying again");
            }
            lost = now;
        }
    }

    private void remove() {
        try {
            client.send(removal);
            System.out.println("removed");
        } catch (AdminException failed) {
            System.err.println("sluice: not removed: " + failed.getMessage());
        }
    }

    /** In the hook: the process has the exit code of an orderly stop. */
    private void end() {
        told.countDown();
        try {
            boolean inTime = removed.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
