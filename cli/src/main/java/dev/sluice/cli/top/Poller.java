package dev.sluice.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.remote.AdminClient;
import dev.sluice.cli.remote.AdminException;
import dev.sluice.cli.remote.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Looks at a gateway once in an interval, on a thread of its own, and at once if something else is asked for. */
final class Poller {
    /** Of so many routes at most is told. */
    private static final int MOST = 1_000;

    private final AdminClient client;
    private final Duration interval;
    private final Changes changes;
    private final Semaphore wanted = new Semaphore(0);
    private volatile Query query = Query.of(State.FIRST);
    private volatile long routes;

    /**
     * One that does not run yet.
     *
     * @param changes is given what each look makes of the state
     */
    Poller(AdminClient client, Duration interval, Changes changes) {
        this.client = client;
        this.interval = interval;
        this.changes = changes;
    }

    /** Who keeps the state. */
    @FunctionalInterface
    interface Changes {
        /** Replaces the state by what is made of it. */
        void make(UnaryOperator<State> change);
    }

    private record Query(Sort sort, boolean reversed, String filter) {
        static Query of(State state) {
            return new Query(state.sort(), state.reversed(), state.filter());
        }
    }

    void start() {
        Thread.ofVirtual().name("sluice-top").start(this::run);
    }

    /** Looks again at once if this asks for something else. */
    void ask(State state) {
        Query next = Query.of(state);
        if (!next.equals(query)) {
            query = next;
            wanted.release();
        }
    }

    private void run() {
        try {
            while (true) {
                look();
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Snapshot snapshot = snapshot();
            changes.make(state -> state.told(snapshot));
        } catch (AdminException failed) {
            changes.make(state -> state.problem(failed.getMessage() + "; trying again"));
        }
    }

    /**
     * Looks once.
     *
     * @throws AdminException if the gateway cannot be reached, or refuses
     */
    Snapshot snapshot() {
        Query now = query;
        Ask ask = Ask.get("overview").with("sort", now.sort().word()).with("limit", MOST);
        if (now.reversed() && (routes > MOST)) {
            ask = ask.with("offset", routes - MOST);
        }
        JsonNode overview = client.send(now.filter().isEmpty() ? ask : ask.with("filter", now.filter()))
                .json();
        routes = overview.path("routes").path("total").asLong();
        return Snapshot.of(overview, overview.path("pools").isEmpty() ? List.of() : pools());
    }

    private List<JsonNode> pools() {
        List<JsonNode> pools = new ArrayList<>();
        client.send(Ask.get("pools")).json().path("items").forEach(pools::add);
        return pools;
    }
}
