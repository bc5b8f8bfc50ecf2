package dev.sluice.forwarder.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long connections are used.
 *
 * @param age the most; each connection gets a random time between three quarters of it and the whole, so that
 *     connections which were opened together do not end together; zero for no limit
 * @param requests how many are sent on a connection; zero for no limit
 * @param random spreads the ages; thread-safe
 */
public record Lifetime(Duration age, int requests, RandomGenerator random) {
    /** The age in nanoseconds at which a new connection ends. */
    long drawn() {
        if (age.isZero()) {
            return Long.MAX_VALUE;
        }
        long most = TimeUnit.NANOSECONDS.convert(age);
        return most - random.nextLong(most / 4 + 1);
    }

    boolean isSpent(int sent) {
        return requests > 0 && sent >= requests;
    }
}
