package dev.sluice.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a peer with an ordinary socket. */
@Timeout(20)
class PolledSocketTest {
    private Socket peer;
    private PolledSocket socket;
    private SocketChannel channel;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            channel = SocketChannel.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            peer = listener.accept();
        }
        socket = PolledSocket.of(channel);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
    }

    @Test
    void isReadThoughThePollerFailsForAnother() throws Exception {
        int pollers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        List<Socket> peers = new ArrayList<>();
        List<SocketChannel> broken = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < pollers; i++) {
                SocketChannel other = SocketChannel.open(listener.getLocalSocketAddress());
                broken.add(other);
                peers.add(listener.accept());
                other.configureBlocking(false);
                Poller.next().watch(other, null); // no socket: each round of the poller fails for it
                peers.getLast().getOutputStream().write('x');
            }
            FutureTask<String> waiting = aside(() -> heard(5));
            say("still");
            assertThat(waiting.get()).isEqualTo("still");
        } finally {
            for (int i = 0; i < peers.size(); i++) {
                broken.get(i).close();
                peers.get(i).close();
            }
        }
    }

    @Test
    void readsWhatIsThereAndWhatComes() throws Exception {
        say("early");
        assertThat(heard(5)).isEqualTo("early");
        FutureTask<String> waiting = aside(() -> heard(4));
        say("late");
        assertThat(waiting.get()).isEqualTo("late");
    }

    @Test
    void readsNoMoreThanIsAskedFor() throws IOException {
        say("abcdef");
        assertThat(heard(2) + heard(1) + heard(3)).isEqualTo("abcdef");
        assertThat(socket.quiet()).isTrue();
    }

    @Test
    void tellsOfBytesAndOfAnEndThatNobodyReads() throws Exception {
        assertThat(socket.mayHaveInput()).isFalse();
        say("x");
        untilItMayHaveInput();
        assertThat(heard(1)).isEqualTo("x");
        assertThat(socket.quiet()).isTrue();
        peer.shutdownOutput();
        untilItMayHaveInput();
        assertThat(socket.quiet()).isFalse();
    }

    @Test
    void hearsAgainAfterNobodyTookWhatCame() throws Exception { // the poller stops to listen meanwhile
        for (int round = 0; round < 20; round++) {
            say("unread");
            turns(50);
            assertThat(heard(6)).isEqualTo("unread");
            assertThat(socket.quiet()).isTrue();
            say("!");
            untilItMayHaveInput();
            assertThat(heard(1)).isEqualTo("!");
            FutureTask<String> waiting = aside(() -> heard(2));
            say("ok");
            assertThat(waiting.get()).isEqualTo("ok");
        }
    }

    @Test
    void waitsForASlowPeerToTakeAllBytes() throws Exception {
        byte[] much = new byte[8 * 1024 * 1024];
        new Random(7).nextBytes(much);
        FutureTask<Boolean> writing = aside(() -> {
            socket.write(much, 0, much.length);
            socket.shutdownOutput();
            return true;
        });
        assertThat(peer.getInputStream().readNBytes(much.length)).isEqualTo(much);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        assertThat(writing.get()).isTrue();
    }

    @Test
    void tellsOnceOfAWriteThatWaitsAndNotOfOneThatDoesNot() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        PolledSocket.Stall stall = new PolledSocket.Stall() {
            @Override
            public void begins() {
                told.add("begins");
            }

            @Override
            public void ends() {
                told.add("ends");
            }
        };
        socket.write(new byte[10], 0, 10, stall);
        assertThat(told).isEmpty();
        byte[] much = new byte[8 * 1024 * 1024];
        FutureTask<Boolean> writing = asideUntilItWaits(() -> {
            socket.write(much, 0, much.length, stall);
            return true;
        });
        assertThat(told).containsExactly("begins");
        peer.getInputStream().skipNBytes(10 + much.length);
        assertThat(writing.get()).isTrue();
        assertThat(told).containsExactly("begins", "ends");
    }

    @Test
    void waitsForBytesWithoutABufferForThem() throws Exception {
        FutureTask<Boolean> waiting = asideUntilItWaits(() -> {
            socket.await();
            return true;
        });
        say("x");
        assertThat(waiting.get()).isTrue();
        socket.await();
        assertThat(heard(1)).isEqualTo("x");
    }

    @Test
    void readsWhileItWrites() throws Exception {
        byte[] much = new byte[8 * 1024 * 1024];
        FutureTask<Boolean> writing = aside(() -> {
            socket.write(much, 0, much.length);
            return true;
        });
        say("meanwhile");
        assertThat(heard(9)).isEqualTo("meanwhile");
        assertThat(peer.getInputStream().readNBytes(much.length)).hasSize(much.length);
        assertThat(writing.get()).isTrue();
    }

    @Test
    void seesTheEnd() throws IOException {
        say("bye");
        peer.shutdownOutput();
        assertThat(heard(3)).isEqualTo("bye");
        assertThat(socket.read(new byte[1], 0, 1)).isEqualTo(-1);
        assertThat(socket.quiet()).isFalse();
    }

    @Test
    void aReaderSeesItsInputShutDown() throws Exception {
        FutureTask<Integer> reading = asideUntilItWaits(() -> socket.read(new byte[1], 0, 1));
        socket.shutdownInput();
        assertThat(reading.get()).isEqualTo(-1);
    }

    @Test
    void aReaderSeesItClosed() throws Exception {
        FutureTask<Integer> reading = asideUntilItWaits(() -> socket.read(new byte[1], 0, 1));
        socket.close();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedChannelException.class);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aWriterSeesItClosed() throws Exception {
        byte[] much = new byte[32 * 1024 * 1024];
        FutureTask<Boolean> writing = asideUntilItWaits(() -> {
            socket.write(much, 0, much.length);
            return true;
        });
        socket.close();
        assertThatThrownBy(writing::get).hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptCloses() throws Exception {
        FutureTask<Integer> reading = new FutureTask<>(() -> socket.read(new byte[1], 0, 1));
        Thread thread = Thread.ofVirtual().start(reading);
        untilItWaits(thread);
        thread.interrupt();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedByInterruptException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closingWithoutLingeringResets() throws Exception { // the descriptor is only free once the poller let go of it
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
        assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aClosedChannelIsNotTakenOver() throws IOException {
        socket.close();
        assertThatThrownBy(() -> PolledSocket.of(channel)).isInstanceOf(ClosedChannelException.class);
    }

    /** Many pairs that talk at once, each in turn: a message that nobody is told of would end in the timeout. */
    @Test
    void tellsOfEachMessageAmongMany() throws Exception {
        int messages = 2_000;
        List<FutureTask<Integer>> counts = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < 32; i++) {
                PolledSocket asker = PolledSocket.of(SocketChannel.open(listener.getLocalAddress()));
                PolledSocket echo = PolledSocket.of(listener.accept());
                counts.add(aside(() -> echoAll(echo)));
                counts.add(aside(() -> ask(asker, messages)));
            }
        }
        for (FutureTask<Integer> count : counts) {
            assertThat(count.get()).isEqualTo(messages);
        }
    }

    private static int ask(PolledSocket socket, int messages) throws IOException {
        try (socket) {
            byte[] message = new byte[1];
            int answers = 0;
            for (int i = 0; i < messages; i++) {
                message[0] = (byte) i;
                socket.write(message, 0, 1);
                answers += socket.read(message, 0, 1) == 1 && message[0] == (byte) i ? 1 : 0;
            }
            return answers;
        }
    }

    private static int echoAll(PolledSocket socket) throws IOException {
        try (socket) {
            byte[] part = new byte[16];
            int all = 0;
            for (int count = socket.read(part, 0, part.length); count > 0; count = socket.read(part, 0, part.length)) {
                socket.write(part, 0, count);
                all += count;
            }
            return all;
        }
    }

    private void say(String words) throws IOException {
        peer.getOutputStream().write(words.getBytes(US_ASCII));
    }

    private String heard(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            int count = socket.read(bytes, at, length - at);
            assertThat(count).isPositive();
            at += count;
        }
        return new String(bytes, US_ASCII);
    }

    private static <T> FutureTask<T> aside(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return task;
    }

    private static <T> FutureTask<T> asideUntilItWaits(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        untilItWaits(Thread.startVirtualThread(task));
        return task;
    }

    private static void untilItWaits(Thread thread) {
        Await.until(() -> thread.getState() == Thread.State.WAITING);
    }

    private void untilItMayHaveInput() {
        Await.until(socket::mayHaveInput);
    }

    /** Lets the poller have its turn so often. */
    @SuppressWarnings("ThreadPriorityCheck") // a turn is what is meant
    private static void turns(int count) throws Exception {
        aside(() -> {
                    for (int i = 0; i < count; i++) {
                        Thread.yield();
                    }
                    return true;
                })
                .get();
    }
}
