package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ProgramException;
import dev.sluice.Proxy;
import dev.sluice.core.peer.Trust;
import dev.sluice.middlewares.rewrite.RedirectOptions;
import dev.sluice.server.Trusting;
import dev.sluice.testkit.Answer;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Behind a balancer every step of a program speaks of the same client: the balancer's, not the balancer. */
class ClientOriginTest {
    private static String from(String address, String... lines) {
        return "GET /x HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: " + address + "\r\n"
                + (lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n") + "\r\n";
    }

    private static Wires behind(Proxy proxy, FakeUpstream upstream) {
        return Wires.listening(upstream, proxy, listen -> listen.trust("127.0.0.0/8"));
    }

    @Test
    void redirectsToTlsOnceAndNotForEver() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        try (Wires wires = behind(proxy().redirect(RedirectOptions.https()).forward(upstream.url()), upstream)) {
            Answer plain = wires.ask(from("203.0.113.9", "X-Forwarded-Proto: http"));
            assertThat(plain.status()).isEqualTo(302);
            assertThat(plain.fields("Location")).containsExactly("https://a.example/x");
            assertThat(wires.ask(from("203.0.113.9", "X-Forwarded-Proto: https"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void limitsEachClientByItself() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        Proxy proxy = proxy().rateLimit(1, Duration.ofHours(1)).forward(upstream.url());
        try (Wires wires = behind(proxy, upstream)) {
            assertThat(wires.ask(from("203.0.113.1")).status()).isEqualTo(200);
            assertThat(wires.ask(from("203.0.113.2")).status()).isEqualTo(200);
            assertThat(wires.ask(from("203.0.113.1")).status()).isEqualTo(429);
            assertThat(wires.ask(from("203.0.113.7, 203.0.113.1")).status())
                    .as("a claim is no way around a limit")
                    .isEqualTo(429);
        }
    }

    @Test
    void letsInByTheAddressOfTheClientAndTracesIt() throws IOException {
        FakeUpstream upstream = FakeUpstream.answering(Wires.OK);
        List<String> lines = new CopyOnWriteArrayList<>();
        Proxy proxy = proxy().trace(trace -> trace.lines(lines::add))
                .access(access -> access.allow("203.0.113.0/24"))
                .forward(upstream.url());
        try (Wires wires = behind(proxy, upstream)) {
            assertThat(wires.ask(from("203.0.113.9")).status()).isEqualTo(200);
            assertThat(wires.ask(from("198.51.100.9")).status()).isEqualTo(403);
            Eventually.holds("both are traced", () -> lines.size() == 2);
            assertThat(lines.getFirst()).contains("\"client\":\"203.0.113.9\",\"peer\":\"127.0.0.1\"");
        }
    }

    @Test
    void isTheSameInAWebServerOfOnesOwn() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.answering(Wires.OK)) {
            HttpRouting.Builder routing = HttpRouting.builder()
                    .addFeature(new Trusting(Trust.in("127.0.0.0/8")))
                    .addFeature(proxy().access(access -> access.deny("198.51.100.0/24"))
                            .forward(upstream.url()));
            WebServer server = WebServer.builder()
                    .address(InetAddress.getLoopbackAddress())
                    .port(0)
                    .shutdownHook(false)
                    .addRouting(routing)
                    .build()
                    .start();
            try (RawClient client = RawClient.connect(server.port())) {
                assertThat(client.send(from("203.0.113.9")).answer().status()).isEqualTo(200);
                assertThat(Answer.fields(upstream.heads().getLast(), "X-Real-Ip"))
                        .containsExactly("203.0.113.9");
                assertThat(client.send(from("198.51.100.9")).answer().status()).isEqualTo(403);
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void namesEveryRangeThatIsNone() {
        Proxy proxy = proxy().forward("http://127.0.0.1:1");
        assertThatThrownBy(() -> proxy.listen(listen -> listen.port(0).trust("10.0.0.0/8", "10.0.0.1/8", "balancer")))
                .isInstanceOf(ProgramException.class)
                .hasMessageContainingAll("listen: trust: ", "10.0.0.1/8", "'balancer'");
    }
}
