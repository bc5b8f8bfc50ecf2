package dev.sluice.forwarder.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.TransferException;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.ManualTicker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with several addresses, some of which lead nowhere (RFC 8305). */
@Timeout(20)
class RaceTest {
    private static final InetSocketAddress REFUSING = InetSocketAddress.createUnresolved("refusing", 1);
    private static final InetSocketAddress SILENT = InetSocketAddress.createUnresolved("silent", 2);
    private static final InetSocketAddress SLOW = InetSocketAddress.createUnresolved("slow", 3);
    private static final InetSocketAddress GOOD = InetSocketAddress.createUnresolved("good", 4);

    private final ManualTicker ticker = new ManualTicker();
    private final Deadlines deadlines = new Deadlines(ticker);
    private final Progress progress = new Progress();
    private final List<SocketChannel> opened = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> tried = new CopyOnWriteArrayList<>();
    private volatile boolean slowAnswers;

    private void connect(SocketChannel channel, InetSocketAddress address) throws IOException {
        opened.add(channel);
        tried.add(address);
        if (address.equals(REFUSING)) {
            throw new ConnectException("refused");
        }
        while (!address.equals(GOOD) && channel.isOpen() && !(address.equals(SLOW) && slowAnswers)) {
            LockSupport.parkNanos(200_000); // on a virtual thread beside others, which a spin would keep from running
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private FutureTask<SocketChannel> start(InetSocketAddress... addresses) {
        FutureTask<SocketChannel> race =
                new FutureTask<>(() -> Race.run(List.of(addresses), this::connect, deadlines, progress));
        Thread.ofVirtual().start(race);
        return race;
    }

    private void pass(int millis) {
        ticker.advance(Duration.ofMillis(millis));
        deadlines.sweep();
    }

    private long open() {
        return opened.stream().filter(SocketChannel::isOpen).count();
    }

    @Test
    void reachesAServerThatListensOnIpv4OnlyIfLocalhostIsIpv6First() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering("unused")) {
            List<InetSocketAddress> localhost = List.of(
                    new InetSocketAddress(Cidr.address("::1").orElseThrow(), upstream.port()),
                    new InetSocketAddress(Cidr.address("127.0.0.1").orElseThrow(), upstream.port()));
            try (SocketChannel connected = Race.run(localhost, SocketChannel::connect, deadlines, progress)) {
                assertThat(connected.getRemoteAddress()).isEqualTo(localhost.get(1));
            }
        }
    }

    @Test
    void triesTheNextAddressAtOnceWhenOneRefuses() throws Exception {
        assertThat(start(REFUSING, GOOD).get().isOpen()).isTrue();
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void triesTheNextAddressWithin300MillisecondsWhenOneIsSilent_rfc8305_5() throws Exception {
        FutureTask<SocketChannel> race = start(SILENT, GOOD);
        Await.until(() -> tried.size() == 1);
        pass(99);
        assertThat(tried).as("no sooner than in 100 ms, RFC 8305 §8").hasSize(1);
        pass(161); // and 40 ms more, by which timers may be late
        assertThat(race.get().isOpen()).isTrue();
        Await.until(() -> open() == 1);
    }

    @Test
    void takesTheFirstAddressIfItAnswersWhileTheSecondIsTried() throws Exception {
        FutureTask<SocketChannel> race = start(SLOW, SILENT);
        Await.until(() -> tried.size() == 1);
        pass(260);
        Await.until(() -> tried.size() == 2);
        slowAnswers = true;
        assertThat(race.get()).isSameAs(opened.getFirst());
        Await.until(() -> open() == 1);
    }

    @Test
    void doesNotWaitForTheHeadStartOfAnAddressThatHasFailedLater() throws Exception {
        FutureTask<SocketChannel> race = start(SILENT, REFUSING, GOOD);
        Await.until(() -> tried.size() == 1);
        pass(260);
        assertThat(race.get().isOpen()).isTrue();
        Await.until(() -> open() == 1);
    }

    @Test
    void failsOnlyWhenEveryAddressHas() {
        FutureTask<SocketChannel> race = start(REFUSING, SLOW, REFUSING);
        Await.until(() -> tried.size() == 2);
        pass(260);
        Await.until(() -> tried.size() == 3);
        assertThat(race.isDone()).isFalse();
        Progress.close(opened.get(1));
        assertThatThrownBy(race::get).cause().isInstanceOf(IOException.class);
        assertThat(open()).isZero();
    }

    @Test
    void closesAllChannelsWhenTheClientLeaves() {
        FutureTask<SocketChannel> race = start(SILENT, SLOW, GOOD);
        Await.until(() -> tried.size() == 1);
        pass(260);
        Await.until(() -> tried.size() == 2);
        progress.clientGone();
        assertThatThrownBy(race::get).isInstanceOf(ExecutionException.class);
        assertThat(progress.causeOr(new Failure.ConnectFailed(""))).isEqualTo(new Failure.ClientGone(Sent.NOTHING));
        Await.until(() -> open() == 0);
        pass(1_000);
        assertThat(tried).as("addresses that are not needed any more").hasSize(2);
    }

    @Test
    void opensNothingForAClientThatHasLeft() {
        progress.clientGone();
        assertThatThrownBy(start(SILENT, GOOD)::get).hasCauseInstanceOf(TransferException.class);
        assertThat(opened).isEmpty();
    }
}
