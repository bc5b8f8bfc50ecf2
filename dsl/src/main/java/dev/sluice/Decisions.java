package dev.sluice;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Request;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The journal of what runs, and its readers. Thread-safe. */
final class Decisions implements Journal {
    private static final System.Logger LOGGER = System.getLogger(Decisions.class.getName());

    private final Ticker ticker;
    private final List<Consumer<Entry>> readers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Entry>> ofRare = new CopyOnWriteArrayList<>();

    Decisions(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Tells a reader of everything that is noted, until the registration is cancelled. */
    Registration read(Consumer<Entry> reader) {
        return add(readers, reader);
    }

    /** Tells a reader of what is noted rarely, until the registration is cancelled. */
    Registration readRare(Consumer<Entry> reader) {
        return add(ofRare, reader);
    }

    private static Registration add(List<Consumer<Entry>> readers, Consumer<Entry> reader) {
        Consumer<Entry> own = entry -> reader.accept(entry); // the same reader may be registered twice
        readers.add(own);
        return () -> readers.remove(own);
    }

    @Override
    public boolean isRead() {
        return !readers.isEmpty();
    }

    @Override
    public void note(Optional<Request> request, Decision decision) {
        note("", request, decision);
    }

    private void note(String where, Optional<Request> request, Decision decision) {
        boolean rare = decision.rare() && !ofRare.isEmpty();
        if (readers.isEmpty() && !rare) {
            return;
        }
        Entry entry = new Entry(where, ticker.nanos(), request.map(Decisions::ofExchange), decision);
        tell(readers, entry);
        if (rare) {
            tell(ofRare, entry);
        }
    }

    private static void tell(List<Consumer<Entry>> readers, Entry entry) {
        for (Consumer<Entry> reader : readers) {
            try {
                reader.accept(entry);
            } catch (RuntimeException bug) {
                LOGGER.log(System.Logger.Level.WARNING, "a reader of decisions failed: " + bug, bug);
            }
        }
    }

    /** Attempts that run at the same time have client's ends of their own; a reader wants to know what belongs together. */
    private static Request ofExchange(Request request) {
        return request.withClient(request.client().exchange());
    }

    @Override
    public Journal at(String path) {
        return new Journal() {
            @Override
            public boolean isRead() {
                return Decisions.this.isRead();
            }

            @Override
            public void note(Optional<Request> request, Decision decision) {
                Decisions.this.note(path, request, decision);
            }

            @Override
            public Journal at(String inside) {
                return Decisions.this.at(path + "/" + inside);
            }
        };
    }
}
