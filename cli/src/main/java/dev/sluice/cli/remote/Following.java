package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prints the journal as it grows. If the stream ends, since the gateway was started again, it says so and begins anew; what
 * was printed is not printed again.
 */
final class Following {
    private static final long PAUSE_SECONDS = 1;

    private final Call call;
    private final Ask past;
    private final Ask stream;
    private final CountDownLatch never = new CountDownLatch(1);
    private long newest = -1;
    private String event = "";

    Following(Call call, Ask past, Ask stream) {
        this.call = call;
        this.past = past;
        this.stream = stream;
    }

    /**
     * Until the process is told to end.
     *
     * @throws AdminException if the gateway refuses, or cannot be reached at the beginning
     */
    void run() {
        past();
        do {
            try {
                // once more when the stream has begun: nothing is lost in between
                call.client().lines(stream.field("Accept", "text/event-stream"), this::past, this::line);
                lost("the stream has ended");
            } catch (AdminException broken) {
                if (broken.refused()) {
                    throw broken;
                }
                lost(String.valueOf(broken.getMessage()));
            }
        } while (pause());
    }

    /** Prints what was not printed yet; a gateway that was started again counts from the beginning. */
    private void past() {
        JsonNode items = call.client().send(past).json().path("items");
        long last = items.path(0).path("id").asLong(-1);
        long printed = last < newest ? -1 : newest;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i).path("id").asLong() > printed) {
                print(items.get(i));
            }
        }
        newest = last;
    }

    private static void lost(String why) {
        System.err.println("sluice: " + why + "; trying again");
    }

    private boolean pause() {
        try {
            return !never.await(PAUSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A line of the stream, as HTML says of server-sent events: only the fields that the gateway sends. */
    private void line(String line) {
        if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            data(line.substring("data:".length()).strip());
        } else if (line.isEmpty()) {
            event = "";
        }
    }

    private void data(String data) {
        if (event.equals("lost")) {
            System.err.println("sluice: entries were lost: " + Text.visible(data));
            return;
        }
        JsonNode entry = Answer.json(data);
        long id = entry.path("id").asLong();
        if (id > newest) {
            newest = id;
            print(entry);
        }
    }

    private void print(JsonNode entry) {
        call.say(call.json() ? entry.toString() : JournalVerbs.line(entry));
    }
}
