package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Probe;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Timers.Timer;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import dev.sluice.model.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one address, and the vote that follows from them, for all pools that have it as a member. Checks never
 * overlap: the next one is set when the last one has ended.
 *
 * <p>Guarded by its own lock, which is not held while an upstream is asked or users are told.
 */
final class AddressCheck implements Vote {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final double PERCENT = 100;

    private final HealthCheck rules;
    private final Upstream upstream;
    private final Probe probe;
    private final Environment environment;
    private final Timer next;
    private final List<Consumer<AddressCheck>> users = new CopyOnWriteArrayList<>();
    private volatile boolean in;
    private volatile @Nullable Checkup last;
    private @Nullable Examination current;
    private int passedInRow;
    private int failedInRow;
    private boolean started;
    private boolean closed;

    AddressCheck(PerAddress.Key<HealthCheck> key, Probe probe, Environment environment, Executor executor, boolean in) {
        this.rules = key.rules();
        this.upstream = key.upstream();
        this.probe = probe;
        this.environment = environment;
        this.in = in;
        this.next = environment.timers().deadline(() -> executor.execute(this::examine));
    }

    /** One more is told when the member is taken out or back. The first one starts the checks. */
    synchronized void join(Consumer<AddressCheck> user) {
        users.add(user);
        if (!started) {
            started = true;
            next.set(AT_ONCE);
        }
    }

    void part(Consumer<AddressCheck> user) {
        users.remove(user);
    }

    boolean isIn() {
        return in;
    }

    Optional<Checkup> last() {
        return Optional.ofNullable(last);
    }

    private void examine() {
        long begun = environment.ticker().nanos();
        Examination examination = new Examination(rules, upstream);
        if (!begins(examination)) {
            return;
        }
        AtomicBoolean decided = new AtomicBoolean();
        Examination.Finding late = new Examination.Finding(
                false, "no answer within " + rules.timeout().toMillis() + " ms");
        try (Timer deadline = environment.timers().deadline(() -> {
            decide(decided, late);
            examination.leave();
        })) {
            deadline.set(rules.timeout());
            decide(decided, examination.find(probe, begun));
        } finally {
            setNext(begun);
        }
    }

    private synchronized boolean begins(Examination examination) {
        current = examination;
        return !closed;
    }

    private void decide(AtomicBoolean decided, Examination.Finding finding) {
        if (decided.compareAndSet(false, true) && learn(finding)) {
            users.forEach(user -> user.accept(this));
        }
    }

    /** Counts a finding; returns whether the member is in now and was not before, or the other way round. */
    private synchronized boolean learn(Examination.Finding finding) {
        if (closed) {
            return false;
        }
        boolean first = last == null;
        boolean passed = finding.passed();
        last = new Checkup(passed, finding.why(), environment.ticker().now());
        passedInRow = passed ? passedInRow + 1 : 0;
        failedInRow = passed ? 0 : failedInRow + 1;
        boolean due = first || (passed ? passedInRow >= rules.healthyAfter() : failedInRow >= rules.unhealthyAfter());
        boolean changed = due && in != passed;
        in = changed ? passed : in;
        return changed;
    }

    private synchronized void setNext(long begun) {
        if (closed) {
            return;
        }
        double stretch =
                1 + rules.jitter() / PERCENT * (2 * environment.random().nextDouble() - 1);
        long interval = (long) (rules.interval().toNanos() * stretch);
        long left = begun + interval - environment.ticker().nanos();
        next.set(Duration.ofNanos(Math.max(left, AT_ONCE.toNanos())));
    }

    void close() {
        Examination running;
        synchronized (this) {
            closed = true;
            running = current;
            next.close();
        }
        if (running != null) {
            running.leave();
        }
    }

    @Override
    public String judge() {
        return "check";
    }

    @Override
    public Standing standing() {
        return in ? Standing.IN : Standing.OUT;
    }

    @Override
    public boolean binding() {
        return false;
    }

    @Override
    public Optional<String> over() {
        return Optional.of(toString());
    }

    /** What the last check has found. */
    String why() {
        return last().map(Checkup::why).orElse("not checked yet");
    }

    @Override
    public String toString() {
        return "check: " + why();
    }
}
