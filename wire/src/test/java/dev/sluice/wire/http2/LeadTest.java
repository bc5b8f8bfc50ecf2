package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadTest {
    private static final int MUCH = 256 * 1024;
    private static final int LITTLE = 128 * 1024;

    private final ManualTimers timers = new ManualTimers();
    private final Streams streams = new Streams(true);
    private final Multiplexer.Parts parts =
            new Multiplexer.Parts(timers.ticker(), timers, new BufferPool(), new UnreadBudget(Long.MAX_VALUE));
    private final Inbox inbox = new Inbox(parts);
    private final Duplex duplex = new Duplex(1);
    private final Outbound outbound =
            new Outbound(new ReentrantLock(), duplex.client, parts, streams, Duration.ofSeconds(30), broken -> {});
    private final Lead lead = new Lead(streams, outbound, timers);
    private Thread reader = Thread.currentThread();

    @BeforeEach
    void oneStream() {
        streams.reserve();
    }

    private void receive(int bytes) {
        assertThat(inbox.offer(new byte[bytes], 0, bytes, false)).isTrue();
        lead.received(inbox, false);
    }

    private void read(int bytes) throws Exception {
        for (int left = bytes; left > 0; ) {
            left -= inbox.read(new byte[left], 0, left, Stalls.UNNOTICED);
        }
    }

    /** Begins a wait; it has what is unread when it ends. */
    private FutureTask<Integer> await() throws Exception {
        FutureTask<Integer> wait = new FutureTask<>(() -> {
            lead.keep();
            return inbox.unread();
        });
        reader = Thread.ofVirtual().start(wait);
        assertThat(timers.nextSet()).isEqualTo(Duration.ofMillis(20));
        return wait;
    }

    private static int unreadAfter(FutureTask<Integer> wait) throws Exception {
        return wait.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waitsUntilLittleIsUnread() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        read(MUCH - LITTLE);
        read(1);
        assertThat(unreadAfter(wait)).isEqualTo(LITTLE - 1);
    }

    @Test
    void readsOnWhileNotMuchIsUnread() {
        receive(MUCH - 1);
        lead.keep();
        assertThat(timers.nextSetAlready()).isEmpty();
    }

    @Test
    void doesNotWaitForTheOwnerOfAWholeMessage() {
        receive(MUCH);
        lead.received(inbox, true);
        lead.keep();
        assertThat(timers.nextSetAlready()).isEmpty();
    }

    @Test
    void neverWaitsForOneOfSeveralStreams() {
        streams.reserve();
        receive(MUCH);
        lead.keep();
        assertThat(timers.nextSetAlready()).isEmpty();
    }

    @Test
    void aSecondStreamEndsTheWait() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        streams.reserve();
        lead.wake();
        assertThat(unreadAfter(wait)).isEqualTo(MUCH);
    }

    @Test
    void waitsOnceForAnOwnerThatIsHeldUp() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        timers.advance(Duration.ofMillis(20));
        assertThat(unreadAfter(wait)).isEqualTo(MUCH);

        receive(1);
        lead.keep();
        assertThat(timers.nextSetAlready()).isEmpty();

        read(MUCH - LITTLE + 2); // it goes on: from now on there is a point in waiting
        lead.keep();
        receive(MUCH);
        FutureTask<Integer> again = await();
        inbox.close();
        assertThat(unreadAfter(again)).isZero();
    }

    @Test
    void endsWithAnOwnerThatReadsNoMore() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        inbox.close();
        assertThat(unreadAfter(wait)).isZero();
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        reader.interrupt();
        assertThat(unreadAfter(wait)).isEqualTo(MUCH);
    }

    @Test
    void readsOnForAWriterWhosePeerTakesNoBytes() throws Exception {
        receive(MUCH);
        FutureTask<Integer> wait = await();
        outbound.onHeldUp(lead::wake);
        outbound.frames().put(new byte[10], 0, 10);
        Thread writer = Thread.ofVirtual().start(outbound::flush);
        assertThat(unreadAfter(wait)).isEqualTo(MUCH);

        lead.keep();
        assertThat(timers.nextSet()).isEqualTo(Duration.ofSeconds(30)); // the write's: there is no other wait
        assertThat(timers.nextSetAlready()).isEmpty();
        duplex.client.cut();
        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
    }
}
