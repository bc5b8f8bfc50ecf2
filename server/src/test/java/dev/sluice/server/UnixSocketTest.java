package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener at a path. */
@Timeout(30)
class UnixSocketTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private Path directory;

    private RunningServer start(Path path) {
        return start(Host.listening().unixSocket(path));
    }

    private static RunningServer start(ListenOptions.Builder options) {
        return RunningServer.start(
                Host.pipeline(
                        List.of(),
                        request -> Response.of(
                                Status.OK_200, request.client().peer().host()))::install,
                Host.HOSTING,
                options.build());
    }

    private static String ask(Path path, int times) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            StringBuilder answers = new StringBuilder();
            for (int i = 0; i < times; i++) {
                channel.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
                answers.append(answer(channel));
            }
            return answers.toString();
        }
    }

    private static String answer(SocketChannel channel) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("unix") < 0) {
            ByteBuffer some = ByteBuffer.allocate(4096);
            assertThat(channel.read(some)).isPositive();
            answer.append(StandardCharsets.US_ASCII.decode(some.flip()));
        }
        return answer.toString();
    }

    @Test
    void servesClientsOfTheMachineAndRemovesItsFileAtTheEnd() throws IOException {
        Path path = directory.resolve("gateway.sock");
        try (RunningServer server = start(path)) {
            assertThat(server.isRunning()).isTrue();
            assertThat(ask(path, 2)).startsWith("HTTP/1.1 200 OK\r\n").contains("unixHTTP/1.1 200 OK\r\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void permissionsAreThoseThatAreAskedFor() throws IOException {
        Path path = directory.resolve("open.sock");
        try (RunningServer server = start(Host.listening().unixSocket(path).socketPermissions("rw-rw-rw-"))) {
            assertThat(server.isRunning()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw-rw-");
        }
    }

    @Test
    void whatAnEarlierProcessHasLeftIsReplaced() throws IOException {
        Path path = directory.resolve("stale.sock");
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (RunningServer server = start(path)) {
            assertThat(server.isRunning()).isTrue();
            assertThat(ask(path, 1)).endsWith("unix");
        }
    }

    @Test
    void aSocketAtWhichSomebodyListensIsRefusedAndGoesOn() throws IOException {
        Path path = directory.resolve("taken.sock");
        try (RunningServer server = start(path)) {
            assertThatThrownBy(() -> start(path))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot listen at unix:" + path + ": somebody listens there");
            assertThat(server.isRunning()).isTrue();
            assertThat(ask(path, 1)).endsWith("unix");
        }
    }

    @Test
    void aFileThatIsNoSocketStaysWhatItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertThatThrownBy(() -> start(file)).hasMessageContaining("there is a file that is no socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aDirectoryThatDoesNotExistIsTold() {
        Path nowhere = directory.resolve("none").resolve("gateway.sock");
        assertThatThrownBy(() -> start(nowhere)).hasMessageStartingWith("cannot listen at unix:" + nowhere + ": ");
    }

    @Test
    void whatDoesNotFitAUnixSocketIsAMistake() {
        ListenOptions.Builder wrong = Host.listening()
                .unixSocket(directory.resolve("x".repeat(200)))
                .socketPermissions("0660")
                .clients(WireOptions.builder()
                        .proxyProtocolFrom(List.of(dev.sluice.core.syntax.Cidr.of("10.0.0.0/8")))
                        .build());
        assertThatThrownBy(wrong::build)
                .hasMessageContainingAll(
                        "socketPermissions must be such as rw-rw----, is 0660",
                        "unixSocket must have",
                        "proxyProtocolFrom");
    }
}
