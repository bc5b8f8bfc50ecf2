package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private int asked;

    @AfterEach
    void leaveTheThreadAsItWas() {
        Thread.interrupted();
    }

    @Test
    void returnsWhenTheConditionHolds() {
        Await.until(() -> ++asked == 3);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aThreadThatIsInterruptedIsSentAwayWithAnError() {
        assertThatThrownBy(() -> Await.until(() -> {
                    if (++asked == 3) {
                        Thread.currentThread().interrupt();
                    }
                    return asked == 1_000; // so that one who does not hear comes back too
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("interrupted, as by the test's timeout, before the condition held");
        assertThat(asked).isEqualTo(3);
        assertThat(Thread.currentThread().isInterrupted())
                .as("for those who wait next")
                .isTrue();
    }

    @Test
    void whatHoldsIsNotWaitedFor() {
        Thread.currentThread().interrupt();
        Await.until(() -> ++asked == 1);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aConditionMayFail() {
        assertThatThrownBy(() -> Await.until(() -> {
                    throw new IOException("nobody listens");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody listens");
    }
}
