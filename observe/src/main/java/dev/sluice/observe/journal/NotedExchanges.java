package dev.sluice.observe.journal;

import dev.sluice.core.Client;
import dev.sluice.core.Request;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way that something was decided about, each with its number and its notes until it ends, however many
 * others there are meanwhile. Of those that have ended the number is known for a while: a mirror answers later, and the loser
 * of a race ends later. Of both {@value #MOST} at most; of more the oldest are forgotten. Not thread-safe.
 */
final class NotedExchanges {
    private static final int MOST = 4096;
    private static final int MOST_NOTES = 64;

    private final Map<Exchange, Known> known = new LinkedHashMap<>();
    private final Map<Exchange, Long> ended = new LinkedHashMap<>();
    private long lastNumber;

    /** The client's end of an exchange, told from others by its identity, and not kept in memory. */
    private static final class Exchange extends WeakReference<Client> {
        private final int hash;

        Exchange(Client client) {
            super(client);
            hash = System.identityHashCode(client);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Exchange exchange && isOf(exchange.get()));
        }

        private boolean isOf(@Nullable Client client) {
            return client != null && refersTo(client);
        }
    }

    /**
     * What is known of an exchange.
     *
     * @param number that no other one has
     * @param notes the oldest first, {@value #MOST_NOTES} at most
     */
    record Known(long number, List<Note> notes) {
        void add(Note note) {
            if (notes.size() < MOST_NOTES) {
                notes.add(note);
            }
        }
    }

    /** What is known of the exchange of a request; it is remembered from now on, unless it has ended. */
    Known of(Request request) {
        Exchange exchange = exchange(request);
        Long number = ended.get(exchange);
        if (number != null) {
            return new Known(number, new ArrayList<>(1));
        }
        Known one = known.computeIfAbsent(exchange, first -> new Known(++lastNumber, new ArrayList<>(2)));
        bound(known);
        return one;
    }

    /** The exchange of a request has ended. */
    void end(Request request) {
        Exchange exchange = exchange(request);
        Known one = known.remove(exchange);
        if (one != null) {
            ended.put(exchange, one.number());
            bound(ended);
        }
    }

    private static Exchange exchange(Request request) {
        return new Exchange(request.client().exchange());
    }

    private static void bound(Map<Exchange, ?> exchanges) {
        if (exchanges.size() > MOST) {
            exchanges.remove(exchanges.keySet().iterator().next());
        }
    }
}
