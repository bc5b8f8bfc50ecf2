package dev.sluice.endtoend;

import dev.sluice.testkit.Answer;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One client of the soak: a number of exchanges on connections that it uses as long as it may. */
final class SoakClient {
    private static final int LARGEST = 20_000;
    static final int MOST = 64 * 1024;

    /** What all clients have found. */
    static final class Tally {
        final AtomicLong uploaded = new AtomicLong();
        final AtomicLong downloaded = new AtomicLong();
        final AtomicInteger exchanges = new AtomicInteger();
        /** POSTs whose idle connection was closed under them: they may not be sent twice. */
        final AtomicInteger unlucky = new AtomicInteger();

        final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    }

    private final int number;
    private final int port;
    private final SplittableRandom random;
    private final Tally tally;
    private @Nullable RawClient connection;
    private String id = "";
    private int size;

    SoakClient(int number, int port, Tally tally) {
        this.number = number;
        this.port = port;
        this.random = new SplittableRandom(number);
        this.tally = tally;
    }

    void run(int exchanges) {
        for (int i = 0; i < exchanges; i++) {
            Ordeal ordeal = Ordeal.pick(random);
            id = number + "-" + i;
            size = random.nextInt(LARGEST);
            try {
                exchange(ordeal);
            } catch (IOException | RuntimeException unexpected) {
                wrong(ordeal + " " + unexpected);
                leave();
            }
            tally.exchanges.incrementAndGet();
        }
        leave();
    }

    private void wrong(String what) {
        tally.wrong.add(id + " " + size + ": " + what);
    }

    private void exchange(Ordeal ordeal) throws IOException {
        switch (ordeal) {
            case ABORTED_UPLOAD -> {
                connection().send(head("POST", ordeal, "Content-Length: " + (size + 10)) + SoakUpstream.data(size));
                leaveSomehow();
            }
            case ABORTED_WAITING -> {
                connection().send(head("GET", ordeal, "X-A: b"));
                if (random.nextBoolean()) {
                    connection().head();
                }
                leaveSomehow();
            }
            case ABORTED_DOWNLOAD -> {
                connection().send(head("GET", ordeal, "X-A: b")).head();
                leaveSomehow();
            }
            case TRUNCATED -> truncated(ordeal);
            default -> answered(ordeal);
        }
    }

    private void truncated(Ordeal ordeal) throws IOException {
        connection().send(head("GET", ordeal, "X-A: b"));
        String all = connection().restOrReset();
        if (!all.startsWith("HTTP/1.1 200 OK\r\n") || !all.contains("Content-Length: " + (size + 1))) {
            wrong("truncated, but " + all.lines().findFirst());
        }
        leave();
    }

    private void answered(Ordeal ordeal) throws IOException {
        Answer answer = connection().send(request(ordeal)).answer(ordeal == Ordeal.HEAD ? "HEAD" : "GET");
        check(ordeal, answer);
        if (answer.has("Connection")) {
            leave();
        }
    }

    private String request(Ordeal ordeal) {
        return switch (ordeal) {
            case HEAD -> head("HEAD", ordeal, "X-A: b");
            case UPLOAD -> head("POST", ordeal, "Content-Length: " + size) + SoakUpstream.data(size);
            case CHUNKED_UPLOAD ->
                head("POST", ordeal, "Transfer-Encoding: chunked") + Integer.toHexString(size + 1) + "\r\n"
                        + SoakUpstream.data(size) + "!\r\n0\r\n\r\n";
            case SLOW -> head("POST", ordeal, "Content-Length: 0");
            case TOO_LARGE -> head("POST", ordeal, "Content-Length: " + (MOST + 1)) + SoakUpstream.data(100);
            case LIMITED -> head("GET", ordeal, "X-Limited: yes");
            default -> head("GET", ordeal, "X-A: b");
        };
    }

    private String head(String method, Ordeal ordeal, String field) {
        return method + " /" + ordeal + "/" + id + "/" + size + " HTTP/1.1\r\nHost: soak.example\r\n" + field
                + "\r\n\r\n";
    }

    private void check(Ordeal ordeal, Answer answer) {
        int status = answer.status();
        int expected = switch (ordeal) {
            case RESET, GARBAGE -> 502;
            case SLOW -> 504;
            case TOO_LARGE -> 413;
            case LIMITED -> 429;
            default -> 200;
        };
        if (status == 502 && (ordeal.uploads() || ordeal == Ordeal.SLOW)) {
            tally.unlucky.incrementAndGet();
        } else if (status != expected) {
            wrong(ordeal + " answered " + status);
        } else if (expected == 200) {
            count(ordeal, answer);
        }
    }

    private void count(Ordeal ordeal, Answer answer) {
        int uploaded = switch (ordeal) {
            case UPLOAD -> size;
            case CHUNKED_UPLOAD -> size + 1;
            default -> 0;
        };
        if (ordeal != Ordeal.HEAD && !answer.body().equals(SoakUpstream.data(size))) {
            wrong(ordeal + " answered " + answer.body().length() + " bytes");
        }
        if (ordeal.uploads() && !answer.field("X-Received").equals(String.valueOf(uploaded))) {
            wrong(ordeal + " arrived with " + answer.field("X-Received") + " bytes");
        }
        tally.uploaded.addAndGet(uploaded);
        tally.downloaded.addAndGet(answer.body().length());
    }

    private RawClient connection() throws IOException {
        RawClient known = connection;
        if (known == null) {
            known = RawClient.connect(port);
            connection = known;
        }
        return known;
    }

    private void leaveSomehow() throws IOException {
        if (random.nextBoolean()) {
            connection().reset();
        }
        leave();
    }

    private void leave() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        } finally {
            connection = null;
        }
    }
}
