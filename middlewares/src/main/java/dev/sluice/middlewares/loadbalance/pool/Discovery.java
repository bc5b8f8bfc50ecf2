package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.model.Environment;
import dev.sluice.model.Instruments;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Brings a pool to what its source says, until it is closed. The source is asked on a virtual thread, once at a time. A
 * source that fails, or names nobody, or fewer than the floor, leaves the members as they are, and is asked again after a
 * second, then after twice as long each time, at most after the usual interval.
 *
 * <p>Thread-safe. What one look has seen is known to the next, as each starts the timer of the next; {@code status} is
 * read by others.
 */
public final class Discovery implements AutoCloseable {
    /** The shortest pause between two looks. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A longer list is a failure of the source. */
    static final int MOST = 10_000;

    private static final System.Logger LOGGER = System.getLogger(Discovery.class.getName());
    private static final int LONGEST_BACKOFF = 20;

    private final Pool pool;
    private final String what;
    private final SourceSpec spec;
    private final DiscoveryOptions options;
    private final MemberSource source;
    private final Environment environment;
    private final Journal journal;
    private final Instruments shown;
    private final Intake intake;
    private final Timer next;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile Status status;
    private volatile boolean closed;

    /**
     * How a source does.
     *
     * @param answered when its last list was good, in nanoseconds of the ticker; when it was started, if none was
     * @param failures how many looks in a row were of no use
     * @param why the last of them was of no use; empty if it was good
     */
    private record Status(long answered, int failures, String why) {}

    /**
     * A source that is not asked yet.
     *
     * @param pool whose members it says
     * @param name of the pool, or empty
     * @param spec the source
     * @param options how it is followed
     * @param environment time, timers and threads
     */
    Discovery(Pool pool, String name, SourceSpec spec, DiscoveryOptions options, Environment environment) {
        this.pool = pool;
        this.what = "source " + spec + (name.isEmpty() ? "" : " of pool " + name);
        this.spec = spec;
        this.options = options;
        this.environment = environment;
        this.source = spec.make(environment);
        String path = name.isEmpty() ? "source" : "pool:" + name + "/source";
        this.journal = environment.journal().at(path);
        this.shown = environment.instruments().at(path);
        this.intake = new Intake(options.debounce());
        this.next = environment.timers().deadline(this::startLook);
        this.status = new Status(environment.ticker().nanos(), 0, "");
    }

    /** Asks the source for the first time, now. */
    void start() {
        shown.gauge("pool.members", () -> pool.members().size());
        shown.gauge("source.age", () -> age().toSeconds());
        shown.gauge("source.failures", () -> status.failures());
        startLook();
    }

    private void startLook() {
        environment.timers().startThread("sluice " + what, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        Duration pause;
        try {
            pause = answered(source.find());
        } catch (IOException | RuntimeException failed) {
            pause = failed(failed instanceof IOException ? reason(failed) : failed.toString());
        }
        first.countDown();
        again(pause);
    }

    private static String reason(Exception failed) {
        return Optional.ofNullable(failed.getMessage()).orElseGet(failed::toString);
    }

    /** Takes what was found, if it is of use, and tells how soon to look again. */
    private Duration answered(Found found) {
        int count = found.members().size();
        if (count == 0) {
            return failed("it names nobody");
        }
        if (count > MOST) {
            return failed("it names " + count + " members, the most are " + MOST);
        }
        if (count < options.floor() && count < pool.members().size()) {
            return failed("it names " + count + ", the floor is " + options.floor());
        }
        worked();
        long now = environment.ticker().nanos();
        if (intake.takes(found.members(), now)) {
            take(found.members());
        }
        Duration pause = shorter(found.validFor().orElse(options.every()), options.every());
        return longer(intake.waits() ? shorter(pause, options.debounce()) : pause, SHORTEST);
    }

    private void worked() {
        Status before = status;
        status = new Status(environment.ticker().nanos(), 0, "");
        if (before.failures() > 0) {
            LOGGER.log(System.Logger.Level.INFO, "{0} can be used again", what);
        }
    }

    private Duration failed(String why) {
        Status before = status;
        status = new Status(before.answered(), before.failures() + 1, why);
        intake.nothing();
        journal.note(new Decision.SourceFailed(spec.toString(), why));
        if (before.failures() == 0) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} is of no use, and the {1} members stay: {2}",
                    what,
                    pool.members().size(),
                    why);
        }
        return shorter(SHORTEST.multipliedBy(1L << Math.min(before.failures(), LONGEST_BACKOFF)), options.every());
    }

    /** Not while it is being closed: another source may say by then who the members are. */
    private void take(List<MemberSpec> members) {
        synchronized (pool) {
            if (!closed) {
                pool.refresh(members);
            }
        }
    }

    private void again(Duration pause) {
        long jitter = environment.random().nextLong(pause.toNanos() / 10 + 1);
        synchronized (pool) {
            if (!closed) {
                next.set(pause.plusNanos(jitter));
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Whether it is what a pool's spec asks for. */
    boolean follows(PoolSpec other) {
        return other.source().filter(spec::equals).isPresent() && options.equals(other.discovery());
    }

    /**
     * Waits until the source was asked for the first time.
     *
     * @param atMost how long
     * @return whether it has answered or failed
     */
    public boolean awaitFirst(Duration atMost) {
        return environment.ticker().await(first, atMost);
    }

    /**
     * How long ago the source has said something of use.
     *
     * @return since the start, if it never has
     */
    public Duration age() {
        return Duration.ofNanos(environment.ticker().nanos() - status.answered());
    }

    /**
     * Why the last look was of no use.
     *
     * @return empty if it was of use
     */
    public Optional<String> failure() {
        return Optional.of(status.why()).filter(why -> !why.isEmpty());
    }

    /** Asks the source no more. */
    @Override
    public void close() {
        synchronized (pool) {
            if (closed) {
                return;
            }
            closed = true;
            next.close();
        }
        first.countDown();
        shown.forget();
        source.close();
    }

    /** The source, its age, and what was wrong with its last answer. */
    @Override
    public String toString() {
        Status now = status;
        String well = "from " + spec + ", " + age().toSeconds() + " s ago";
        return now.failures() == 0 ? well : well + ", failed " + now.failures() + " times since: " + now.why();
    }
}
