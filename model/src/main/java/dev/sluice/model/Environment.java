package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an instance may ask for when it is made. There are no statics beside it: who makes another environment runs the
 * same program under another time. Thread-safe.
 *
 * @param ticker the time
 * @param timers actions that wait for a time
 * @param random for jitter and choices; need not be secret
 * @param secrets for what nobody may guess: ids, nonces, keys
 * @param instruments where state is shown
 * @param journal where decisions are noted
 * @param attempts follows what is sent to upstreams
 * @param network what requests are handed to in place of the real network; empty for the real one
 * @param shared what {@link #shared} has made
 */
public record Environment(
        Ticker ticker,
        Timers timers,
        RandomGenerator random,
        RandomGenerator secrets,
        Instruments instruments,
        Journal journal,
        AttemptObserver attempts,
        Optional<Handler> network,
        Map<Object, Object> shared) {
    /**
     * An environment on the real network.
     *
     * @param ticker the time
     * @param timers actions that wait for a time
     * @param random for jitter and choices
     * @param secrets for what nobody may guess
     * @return the environment, without instruments and without a journal
     */
    public static Environment of(Ticker ticker, Timers timers, RandomGenerator random, RandomGenerator secrets) {
        return new Environment(
                ticker,
                timers,
                random,
                secrets,
                Instruments.NONE,
                Journal.NONE,
                AttemptObserver.NONE,
                Optional.empty(),
                new ConcurrentHashMap<>());
    }

    /**
     * A copy with other instruments, sharing nothing.
     *
     * @param shown where state is shown
     * @return the copy
     */
    public Environment withInstruments(Instruments shown) {
        return with(shown, journal, attempts, new ConcurrentHashMap<>());
    }

    /**
     * A copy with another journal, sharing nothing.
     *
     * @param notes where decisions are noted
     * @return the copy
     */
    public Environment withJournal(Journal notes) {
        return with(instruments, notes, attempts, new ConcurrentHashMap<>());
    }

    /**
     * A copy whose attempts are followed, sharing nothing.
     *
     * @param following what follows them
     * @return the copy
     */
    public Environment withAttempts(AttemptObserver following) {
        return with(instruments, journal, following, new ConcurrentHashMap<>());
    }

    /** A copy for the part at a path, which shows its state by {@code shown}, sharing what this one shares. */
    Environment at(String path, Instruments shown) {
        return with(shown, journal.at(path), attempts.at(path), shared);
    }

    private Environment with(Instruments shown, Journal notes, AttemptObserver following, Map<Object, Object> live) {
        return new Environment(ticker, timers, random, secrets, shown, notes, following, network, live);
    }

    /**
     * A copy in which requests are handed to a handler where they would leave: a simulation, a test.
     *
     * @param upstreams answers for all upstreams
     * @return the copy, sharing nothing
     */
    public Environment withNetwork(Handler upstreams) {
        return new Environment(
                ticker,
                timers,
                random,
                secrets,
                instruments,
                journal,
                attempts,
                Optional.of(upstreams),
                new ConcurrentHashMap<>());
    }

    /**
     * The one live object of a value in this environment: two steps that name the same value share it.
     *
     * @param value compared by value, such as a named limit or a pool
     * @param type of the object
     * @param make makes it for the first who asks
     * @param <T> of the object
     * @return always the same
     */
    public <T> T shared(Object value, Class<T> type, Supplier<T> make) {
        return type.cast(shared.computeIfAbsent(value, first -> make.get()));
    }

    /**
     * Lets go of the live object of a value, and closes it if it can be closed: who asks next makes another.
     *
     * @param value as it was given to {@link #shared(Object, Class, Supplier)}
     */
    public void forget(Object value) {
        close(shared.remove(value));
    }

    /** Lets go of the live objects of all values, when whatever runs in this environment has ended. */
    public void forgetAll() {
        shared.keySet().forEach(this::forget);
    }

    private static void close(@Nullable Object live) {
        if (live instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException bug) {
                throw bug;
            } catch (Exception checked) {
                throw new IllegalStateException(live + " could not be closed", checked);
            }
        }
    }
}
