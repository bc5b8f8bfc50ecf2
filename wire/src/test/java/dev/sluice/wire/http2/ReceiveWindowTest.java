package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final int WINDOW = Pair.SERVER.connectionWindow();
    private static final byte[] PONG = "measure ".getBytes(StandardCharsets.US_ASCII);

    private final ManualTimers timers = new ManualTimers();
    private final UnreadBudget budget = new UnreadBudget(3L * WINDOW);
    private final Multiplexer.Parts parts = new Multiplexer.Parts(timers.ticker(), timers, new BufferPool(), budget);
    private final Outbound outbound = new Outbound(
            new ReentrantLock(),
            new Duplex(1).client,
            parts,
            new Streams(true),
            Pair.SERVER.writeTimeout(),
            broken -> {});
    private final ReceiveWindow window = new ReceiveWindow(outbound, Pair.SERVER, new Streams(true), budget);

    ReceiveWindowTest() {
        window.open();
    }

    private void move(int bytes) throws Http2ConnectionException {
        window.received(bytes);
        window.credit(bytes);
    }

    @Test
    void aQuarterIsCreditedSoThatThePeerGoesOnWithTheRest() throws Exception {
        int opened = outbound.frames().length();
        move(WINDOW / 4 - 1);
        assertThat(outbound.frames().length()).isEqualTo(opened);
        move(1);
        assertThat(outbound.frames().length()).isGreaterThan(opened);
    }

    @Test
    void growsIfHalfOfItComesWhileAPingIsOnItsWay() throws Exception {
        move(WINDOW / 2);
        move(WINDOW / 2);
        window.pong(PONG, 0);
        assertThat(budget.lent()).isEqualTo(WINDOW);
    }

    @Test
    void growsForAPeerThatHasToWaitForIt() throws Exception {
        int frame = 16 * 1024;
        move(WINDOW / 4 + frame);
        move(WINDOW * 3 / 4 - frame); // what it had left: it gets the credit not before the ping
        window.pong(PONG, 0);
        assertThat(budget.lent()).isEqualTo(WINDOW);
    }

    @Test
    void staysIfThePeerIsNear() throws Exception {
        move(WINDOW / 2);
        move(WINDOW / 4);
        window.pong(PONG, 0);
        assertThat(budget.lent()).isZero();
    }

    @Test
    void growsNoFurtherThanTheBudgetOfAllConnections() throws Exception {
        move(WINDOW / 2);
        move(WINDOW / 2);
        window.pong(PONG, 0);
        move(WINDOW);
        move(WINDOW);
        window.pong(PONG, 0);
        move(2 * WINDOW);
        move(2 * WINDOW);
        window.pong(PONG, 0);
        assertThat(budget.lent()).isEqualTo(3L * WINDOW);
        window.close();
        assertThat(budget.lent()).isZero();
    }

    @Test
    void growsNoFurtherThan32Times() throws Exception {
        UnreadBudget ample = new UnreadBudget(Long.MAX_VALUE);
        ReceiveWindow growing = new ReceiveWindow(outbound, Pair.SERVER, new Streams(true), ample);
        growing.open();
        for (int i = 0; i < 10; i++) {
            int half = (WINDOW / 2) << Math.min(i, 5);
            for (int j = 0; j < 2; j++) {
                growing.received(half);
                growing.credit(half);
            }
            growing.pong(PONG, 0);
        }
        assertThat(ample.lent()).isEqualTo(31L * WINDOW);
    }

    @Test
    void moreThanTheWindowIsAnError() {
        assertThatThrownBy(() -> window.received(WINDOW + 1))
                .isInstanceOfSatisfying(
                        Http2ConnectionException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR));
    }
}
