package dev.sluice;

import dev.sluice.core.time.Ticker;
import dev.sluice.io.Deadlines;
import dev.sluice.model.Environment;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/** The one place where the machine's time, timers and randomness are taken. */
final class SystemEnvironment {
    static final Environment INSTANCE = Environment.of(
            Ticker.system(),
            Deadlines.system(),
            () -> ThreadLocalRandom.current().nextLong(),
            () -> Secrets.RANDOM.nextLong());

    /** Made by the first who asks: it takes milliseconds. */
    private static final class Secrets {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private SystemEnvironment() {}
}
