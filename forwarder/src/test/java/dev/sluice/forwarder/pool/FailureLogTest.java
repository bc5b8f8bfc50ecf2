package dev.sluice.forwarder.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Failure;
import dev.sluice.core.Upstream;
import dev.sluice.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final Failure REFUSED = new Failure.ConnectFailed("http://app:9001: Connection refused");

    private final ManualTicker ticker = new ManualTicker();
    private final FailureLog log = new FailureLog(Upstream.of("http://app:9001"), ticker);
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(FailureLog.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void forget() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private void pass(Duration time) {
        ticker.advance(time);
        log.tell(ticker.nanos());
    }

    @Test
    void tellsTheFirstAtOnceAndTheOthersAsANumberEveryTenSeconds() {
        log.add(REFUSED);
        assertThat(lines).containsExactly("WARNING upstream http://app:9001: connect-failed: Connection refused");
        for (int i = 0; i < 41; i++) {
            log.add(REFUSED);
        }
        pass(Duration.ofSeconds(9));
        assertThat(lines).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(lines)
                .hasSize(2)
                .last()
                .isEqualTo("WARNING upstream http://app:9001: connect-failed: 41 more times, the last time: Connection"
                        + " refused");
        assertThat(log.isEmpty()).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(lines).as("nothing to tell").hasSize(2);
        assertThat(log.isEmpty()).isTrue();
        log.add(REFUSED);
        assertThat(lines).hasSize(3);
    }

    @Test
    void tellsEachReason() {
        log.add(REFUSED);
        log.add(new Failure.TimedOut(Failure.Phase.CONNECT, Failure.Sent.NOTHING));
        assertThat(lines).hasSize(2).last().asString().contains(": timeout-connect: ");
    }

    @Test
    void letsAnUpstreamWriteNoLinesOfItsOwnAndNoLongOnes() {
        log.add(new Failure.UpstreamBroken("a\r\nb" + "x".repeat(10_000), Failure.Sent.ALL));
        assertThat(lines.getFirst()).contains("a??bx").hasSizeLessThan(400);
    }
}
