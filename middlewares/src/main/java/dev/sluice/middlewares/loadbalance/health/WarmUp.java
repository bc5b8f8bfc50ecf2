package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.Vote;
import java.time.Duration;
import java.util.Optional;

/**
 * The vote on a member that warms up: it may have a request whenever it has earned one. It earns its fair part of each pick,
 * times a factor that grows from a tenth to one over the window, so that no policy can send it more. Clients that are at
 * home there are not counted. Guarded by its own lock.
 */
final class WarmUp implements Vote {
    private static final double LEAST = 0.1;
    private static final double MOST = 2; // what is earned after one turn is kept for the next

    private final Member member;
    private final Ticker ticker;
    private final long began;
    private final long window;
    private double earned;

    WarmUp(Member member, Duration window, Ticker ticker) {
        this.member = member;
        this.ticker = ticker;
        this.began = ticker.nanos();
        this.window = window.toNanos();
    }

    Member member() {
        return member;
    }

    boolean isOver() {
        return ticker.nanos() - began >= window;
    }

    synchronized void earn(double part) {
        double factor = Math.max(LEAST, (double) (ticker.nanos() - began) / window);
        earned = Math.min(MOST, earned + part * Math.min(1, factor));
    }

    @Override
    public String judge() {
        return "slow start";
    }

    @Override
    public Standing standing() {
        return isOver() ? Standing.IN : Standing.TRIAL;
    }

    @Override
    public synchronized boolean admits() {
        boolean admitted = earned > 0.999_999; // sums of fractions fall short of one
        earned -= admitted ? 1 : 0;
        return admitted;
    }

    @Override
    public boolean binding() {
        return false;
    }

    @Override
    public boolean sparesSticky() {
        return true;
    }

    @Override
    public Optional<String> over() {
        return Optional.of("slow start: has all of its share");
    }

    @Override
    public String toString() {
        return "warming up";
    }
}
