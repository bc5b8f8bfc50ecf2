package dev.sluice.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** GET requests at a steady rate, whatever becomes of those before, with things that happen at times of their own. */
final class SteadyLoad {
    private final URI uri;
    private final int perSecond;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, AtomicInteger> answers = new TreeMap<>();

    private record Event(Duration at, Runnable action) {}

    SteadyLoad(URI uri, int perSecond) {
        this.uri = uri;
        this.perSecond = perSecond;
    }

    /** Lets something happen some time after the load has begun. */
    SteadyLoad at(Duration time, Runnable action) {
        events.add(new Event(time, action));
        return this;
    }

    /** Runs for a time and waits for all answers; returns how many there were of each status, or failure. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is scheduled tells of itself, or the run does not end
    Map<String, Integer> run(Duration length) throws InterruptedException {
        int count = (int) (length.toMillis() * perSecond / 1_000);
        CountDownLatch left = new CountDownLatch(count);
        AtomicInteger started = new AtomicInteger();
        try (HttpClient client = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(20))
                        .build();
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
                ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Event event : events) {
                clock.schedule(event.action(), event.at().toMillis(), TimeUnit.MILLISECONDS);
            }
            clock.scheduleAtFixedRate(
                    () -> {
                        if (started.getAndIncrement() < count) {
                            exchanges.execute(() -> {
                                note(answer(client));
                                left.countDown();
                            });
                        }
                    },
                    0,
                    1_000_000L / perSecond,
                    TimeUnit.MICROSECONDS);
            left.await();
            clock.shutdownNow();
        }
        Map<String, Integer> all = new TreeMap<>();
        answers.forEach((answer, times) -> all.put(answer, times.get()));
        return all;
    }

    private String answer(HttpClient client) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
            return String.valueOf(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        } catch (IOException failed) {
            return String.valueOf(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private void note(String answer) {
        synchronized (answers) {
            answers.computeIfAbsent(answer, first -> new AtomicInteger()).incrementAndGet();
        }
    }
}
