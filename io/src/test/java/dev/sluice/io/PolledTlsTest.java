package dev.sluice.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Await;
import dev.sluice.wire.BufferPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As a server, and as a client, against a TLS socket of the JDK's. */
@Timeout(30)
class PolledTlsTest {
    private static final int RECORD = 16 * 1024;

    @TempDir
    private static Path directory;

    private static SSLContext context;

    private final BufferPool pool = new BufferPool();
    private Socket plain;
    private TlsPair.Tapped tap;
    private SSLSocket peer;
    private PolledTls tls;

    @BeforeAll
    static void makeKeys() throws Exception {
        context = TlsPair.context(directory);
    }

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(8 * 1024);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 8 * 1024);
            channel.connect(listener.getLocalSocketAddress());
            plain = listener.accept();
            tls = new PolledTls(PolledSocket.of(channel), engine(false), pool);
        }
    }

    private static SSLEngine engine(boolean client) {
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    @AfterEach
    void close() throws IOException {
        tls.close();
        plain.close();
    }

    private static <T> FutureTask<T> aside(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** A client over the connected socket; the handshake is its own first read or write. */
    private SSLSocket client(String version) throws IOException {
        tap = new TlsPair.Tapped(plain.getInputStream());
        peer = (SSLSocket) context.getSocketFactory()
                .createSocket(new TappedSocket(plain, tap, plain.getOutputStream()), "localhost", 443, true);
        peer.setEnabledProtocols(new String[] {version});
        return peer;
    }

    private void shake(String version) throws Exception {
        SSLSocket socket = client(version);
        FutureTask<Void> made = aside(() -> {
            tls.handshake();
            return null;
        });
        socket.startHandshake();
        made.get();
    }

    private String heard(int most) throws IOException {
        byte[] buffer = new byte[most];
        int count = tls.read(buffer, 0, most);
        return count < 0 ? "end" : new String(buffer, 0, count, US_ASCII);
    }

    private void say(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(US_ASCII));
        peer.getOutputStream().flush();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private byte[] readAll(int length) throws IOException {
        byte[] all = new byte[length];
        int at = 0;
        while (at < length) {
            int count = tls.read(all, at, Math.min(length - at, 70_000));
            assertThat(count).isPositive();
            at += count;
        }
        return all;
    }

    /** The lengths of the records that the peer was sent. */
    private List<Integer> records() {
        byte[] seen = tap.seen();
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at + 5 <= seen.length; ) {
            int length = (seen[at + 3] & 0xff) << 8 | (seen[at + 4] & 0xff);
            lengths.add(length);
            at += 5 + length;
        }
        return lengths;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void carriesBytesBothWaysAtTheSameTime(String version) throws Exception {
        shake(version);
        byte[] bytes = random(3_000_000);
        FutureTask<byte[]> read = aside(() -> readAll(bytes.length));
        FutureTask<Void> written = aside(() -> {
            tls.write(bytes, 0, bytes.length);
            return null;
        });
        FutureTask<Void> said = aside(() -> {
            peer.getOutputStream().write(bytes);
            return null;
        });
        assertThat(peer.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        assertThat(read.get()).isEqualTo(bytes);
        written.get();
        said.get();
    }

    @Test
    void writesHeadAndSmallBodyAsOneRecord() throws Exception {
        shake("TLSv1.3");
        tls.write("hello".getBytes(US_ASCII), 0, 5);
        peer.getInputStream().readNBytes(5); // behind the session ticket
        tap.forget();
        tls.write(new byte[RECORD - 100], 0, RECORD - 100); // the JDK makes records of 1.3 a little shorter
        peer.getInputStream().readNBytes(RECORD - 100);
        assertThat(records()).hasSize(1);
    }

    @Test
    void writesManyBytesInFullRecords() throws Exception {
        shake("TLSv1.2");
        tap.forget();
        FutureTask<Void> written = aside(() -> {
            tls.write(new byte[20 * RECORD + 1], 0, 20 * RECORD + 1);
            return null;
        });
        peer.getInputStream().readNBytes(20 * RECORD + 1);
        written.get();
        assertThat(records()).hasSize(21);
    }

    @Test
    void givesALargeRecordToSmallReads() throws Exception {
        shake("TLSv1.3");
        say("a".repeat(1000) + "b".repeat(10));
        assertThat(heard(1000)).isEqualTo("a".repeat(1000));
        assertThat(heard(7)).isEqualTo("b".repeat(7));
        assertThat(tls.mayHaveInput()).isTrue();
        assertThat(heard(7)).isEqualTo("bbb");
        assertThat(tls.quiet()).isTrue(); // the poller may still tell of bytes that were read
    }

    @Test
    void waitsForTheRestOfARecordThatASmallReadHasNoRoomFor() throws Exception {
        shake("TLSv1.3");
        FutureTask<Void> said = aside(() -> {
            peer.getOutputStream().write(random(8 * RECORD));
            return null;
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[700];
        while (all.size() < 8 * RECORD) {
            all.write(buffer, 0, tls.read(buffer, 0, buffer.length));
        }
        assertThat(all.toByteArray()).isEqualTo(random(8 * RECORD));
        said.get();
    }

    @Test
    void readsARecordThatComesInParts() throws Exception {
        Parts parts = new Parts(plain.getOutputStream());
        connectThrough(parts);
        parts.halved = true;
        FutureTask<String> read = aside(() -> heard(10));
        say("a".repeat(2000));
        assertThat(read.get()).isEqualTo("a".repeat(10));
        assertThat(new String(readAll(1990), US_ASCII)).isEqualTo("a".repeat(1990));
    }

    private void connectThrough(OutputStream out) throws Exception {
        tap = new TlsPair.Tapped(plain.getInputStream());
        peer = (SSLSocket)
                context.getSocketFactory().createSocket(new TappedSocket(plain, tap, out), "localhost", 443, true);
        FutureTask<Void> made = aside(() -> {
            tls.handshake();
            return null;
        });
        peer.startHandshake();
        made.get();
    }

    /** Writes what it is given in two parts, the second when the first has been read by the other side. */
    private final class Parts extends OutputStream {
        private final OutputStream to;
        private boolean halved;

        Parts(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            to.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int first = halved ? length / 2 : length;
            to.write(bytes, offset, first);
            Await.until(() -> !halved || tls.mayHaveInput());
            to.write(bytes, offset + first, length - first);
        }
    }

    @Test
    void holdsNoBufferWhileIdle() throws Exception {
        byte[] only = pool.borrow();
        pool.giveBack(only);
        shake("TLSv1.3");
        say("hello");
        heard(3);
        heard(2);
        tls.write("answer".getBytes(US_ASCII), 0, 6);
        FutureTask<String> idle = aside(() -> heard(5));
        List<byte[]> free = IntStream.range(0, 8).mapToObj(i -> pool.borrow()).toList();
        assertThat(free).anySatisfy(one -> assertThat(one).isSameAs(only));
        say("later");
        assertThat(idle.get()).isEqualTo("later");
    }

    @Test
    void agreesOnAProtocolByAlpn() throws Exception {
        SSLSocket socket = client("TLSv1.3");
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        FutureTask<String> chosen = aside(() -> {
            tls.handshake();
            return tls.applicationProtocol();
        });
        socket.startHandshake();
        assertThat(chosen.get()).isEqualTo("http/1.1");
    }

    @Test
    void tellsTheClientWhyThereIsNoHandshake() throws Exception {
        SSLSocket socket = client("TLSv1.2");
        socket.setEnabledCipherSuites(
                new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}); // of no use with an EC certificate
        FutureTask<Void> refused = aside(() -> {
            tls.handshake();
            return null;
        });
        assertThatThrownBy(socket::startHandshake)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("handshake_failure");
        assertThatThrownBy(refused::get).hasRootCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void refusesBytesThatAreNotTls() throws Exception {
        plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        assertThatThrownBy(tls::handshake).isInstanceOf(SSLException.class);
    }

    @Test
    void endsTheHandshakeWhenThePeerLeaves() throws Exception {
        plain.shutdownOutput();
        assertThatThrownBy(tls::handshake).isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void endsWithTheStreamThoughItWasCut(String version) throws Exception {
        shake(version);
        say("last");
        assertThat(heard(10)).isEqualTo("last");
        plain.shutdownOutput(); // without close_notify
        assertThat(heard(10)).isEqualTo("end");
        assertThat(heard(10)).isEqualTo("end");
    }

    @Test
    void writesOnWhenThePeerHasHalfClosed() throws Exception {
        shake("TLSv1.3");
        peer.shutdownOutput();
        assertThat(heard(10)).isEqualTo("end");
        tls.write("bye".getBytes(US_ASCII), 0, 3);
        tls.shutdownOutput();
        assertThat(new String(peer.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("bye");
    }

    @Test
    void readsOnWhenItHasHalfClosed() throws Exception {
        shake("TLSv1.3");
        tls.shutdownOutput();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        say("still");
        assertThat(heard(10)).isEqualTo("still");
        assertThatThrownBy(() -> tls.write(new byte[1], 0, 1)).isInstanceOf(SSLException.class);
    }

    @Test
    void givesWhatCameBeforeABrokenRecord() throws Exception {
        shake("TLSv1.3");
        say("good");
        plain.getOutputStream().write(new byte[] {23, 3, 3, 0, 32});
        plain.getOutputStream().write(new byte[32]);
        byte[] buffer = new byte[2 * RECORD];
        assertThat(tls.read(buffer, 0, buffer.length)).isEqualTo(4);
        assertThatThrownBy(() -> heard(10)).isInstanceOf(SSLException.class);
    }

    @Test
    void readsOnWhileItAnswersKeyUpdates() throws Exception {
        shake("TLSv1.3");
        for (int i = 0; i < 5; i++) {
            peer.startHandshake(); // a KeyUpdate that wants one back
            say("m" + i);
            assertThat(heard(10)).isEqualTo("m" + i);
        }
        tls.write("answer".getBytes(US_ASCII), 0, 6);
        assertThat(new String(peer.getInputStream().readNBytes(6), US_ASCII)).isEqualTo("answer");
    }

    @Test
    void aReadIsNotHeldUpByAnswersThatNobodyTakes() throws Exception {
        shake("TLSv1.3");
        FutureTask<Integer> read = aside(() -> {
            try {
                return tls.read(new byte[10], 0, 10);
            } finally {
                tls.close();
            }
        });
        assertThatThrownBy(() -> {
                    while (true) {
                        peer.startHandshake();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(read::get).hasRootCauseInstanceOf(SSLException.class);
    }

    @Test
    void triesToWriteWithoutWaiting() throws Exception {
        shake("TLSv1.3");
        byte[] bytes = random(4_000_000);
        int taken = 0;
        for (int now = 1; now > 0; taken += now) {
            now = tls.tryWrite(bytes, taken, bytes.length - taken);
            assertThat(now).isLessThan(BufferPool.LARGE);
        }
        assertThat(taken).isPositive().isLessThan(bytes.length);
        int rest = taken;
        FutureTask<Void> written = aside(() -> {
            tls.write(bytes, rest, bytes.length - rest);
            return null;
        });
        assertThat(peer.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        written.get();
    }

    @Test
    void aWriteThatWaitsTellsSo() throws Exception {
        shake("TLSv1.3");
        List<String> told = new ArrayList<>();
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
        tls.write(new byte[10], 0, 10, stall);
        assertThat(told).isEmpty();
        byte[] bytes = new byte[4_000_000];
        FutureTask<Void> written = aside(() -> {
            tls.write(bytes, 0, bytes.length, stall);
            return null;
        });
        peer.getInputStream().readNBytes(bytes.length + 10);
        written.get();
        assertThat(told).startsWith("begins", "ends");
    }

    @Test
    void closingWakesReaderAndWriter() throws Exception {
        shake("TLSv1.3");
        FutureTask<String> reading = aside(() -> heard(10));
        FutureTask<Void> writing = aside(() -> {
            tls.write(new byte[8_000_000], 0, 8_000_000);
            return null;
        });
        peer.getInputStream().readNBytes(RECORD); // the write is under way
        tls.close();
        assertThatThrownBy(reading::get).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(writing::get).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aReadWaitsNoLongerWhenTheInputIsShut() throws Exception {
        shake("TLSv1.3");
        FutureTask<String> reading = aside(() -> heard(10));
        tls.shutdownInput();
        assertThat(reading.get()).isEqualTo("end");
        tls.write("408".getBytes(US_ASCII), 0, 3);
        assertThat(new String(peer.getInputStream().readNBytes(3), US_ASCII)).isEqualTo("408");
    }

    /** As a client, whose server sends session tickets. */
    private SSLSocket serve() throws Exception {
        tls = new PolledTls(tlsSocket(), engine(true), pool);
        SSLSocket server = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        server.setUseClientMode(false);
        FutureTask<Void> made = aside(() -> {
            tls.handshake();
            return null;
        });
        server.startHandshake();
        made.get();
        return server;
    }

    private PolledSocket tlsSocket() throws IOException {
        tls.close();
        plain.close();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
            plain = listener.accept();
            return PolledSocket.of(channel);
        }
    }

    @Test
    void isQuietThoughSessionTicketsHaveCome() throws Exception {
        SSLSocket server = serve();
        tls.await();
        assertThat(tls.mayHaveInput()).isTrue();
        assertThat(tls.quiet()).isTrue();
        assertThat(tls.mayHaveInput()).isFalse();
        server.getOutputStream().write('x');
        tls.await();
        assertThat(tls.quiet()).isFalse();
        assertThat(heard(1)).isEqualTo("x");
        assertThat(tls.quiet()).isTrue();
        server.close();
        tls.await();
        assertThat(tls.quiet()).isFalse();
    }

    @Test
    void resumesASession() throws Exception {
        serve();
        tls.session().putValue("made", "before");
        tls.await();
        assertThat(tls.quiet()).isTrue(); // takes the ticket
        serve();
        assertThat(tls.session().getValue("made")).isEqualTo("before");
    }

    /** A socket whose received bytes are remembered. */
    private static final class TappedSocket extends Socket {
        private final Socket real;
        private final InputStream in;
        private final OutputStream out;

        TappedSocket(Socket real, InputStream in, OutputStream out) {
            this.real = real;
            this.in = in;
            this.out = out;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void shutdownOutput() throws IOException {
            real.shutdownOutput();
        }

        @Override
        public boolean isOutputShutdown() {
            return real.isOutputShutdown();
        }

        @Override
        public InetAddress getInetAddress() {
            return real.getInetAddress();
        }

        @Override
        public int getPort() {
            return real.getPort();
        }

        @Override
        public synchronized void close() throws IOException {
            real.close();
        }
    }
}
