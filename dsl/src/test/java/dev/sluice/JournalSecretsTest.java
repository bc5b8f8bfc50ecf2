package dev.sluice;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no trace shows of a URL, nobody reads in the journal of the admin API. */
@Timeout(60)
class JournalSecretsTest {
    @TempDir
    Path directory;

    private Consumer<GatewayScope> program(String... secret) {
        return g -> {
            g.admin(a -> a.port(0).tokenFile(token()));
            g.trace(t -> t.lines(line -> {}).redactParameters(secret));
            g.route("all", any(), r -> r.respond(503, "text/plain", "no"));
        };
    }

    private Path token() {
        return directory.resolve("token");
    }

    @Test
    void hidesWhatTheTracesOfAnyModelThatHasRunHide() throws IOException {
        try (RunningGateway running = gateway(program("pin")).listen("127.0.0.1", 0)) {
            ask(running, "/first?pin=alpha&token=bravo&id=9&badge=charlie");
            assertThat(journal(running)).contains("/first?pin=[redacted]&token=[redacted]&id=9&badge=charlie");

            running.apply(running.plan(program("badge")));
            ask(running, "/second?badge=delta&pin=foxtrot");
            assertThat(journal(running))
                    .contains("/first?pin=[redacted]&token=[redacted]&id=9&badge=[redacted]")
                    .contains("/second?badge=[redacted]&pin=[redacted]")
                    .doesNotContain("alpha", "bravo", "charlie", "delta", "foxtrot");
        }
    }

    @Test
    void hidesWhatSpansHide() {
        Gateway traced = gateway(g -> {
            g.tracing(t -> t.endpoint("http://collector:4318").secretParameters("OTP"));
            g.route("all", any(), r -> r.respond(503, "text/plain", "no"));
        });
        assertThat(Observers.secretParameters(traced.model())).containsExactly("otp");
    }

    /** The end of an exchange comes just after its client has the last byte, but before the next one on the connection. */
    private static void ask(RunningGateway running, String target) throws IOException {
        try (RawClient client = RawClient.connect(running.port())) {
            for (String each : new String[] {target, "/next"}) {
                client.send("GET " + each + " HTTP/1.1\r\nHost: h\r\n\r\n").answer();
            }
        }
    }

    private String journal(RunningGateway running) throws IOException {
        String token = Files.readString(token()).lines().findFirst().orElseThrow();
        try (RawClient client =
                RawClient.connect(running.adminUri().orElseThrow().getPort())) {
            StringBuilder all = new StringBuilder();
            for (String path : new String[] {"/api/failures", "/api/journal"}) {
                all.append(client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .answer()
                        .body());
            }
            return all.toString();
        }
    }
}
