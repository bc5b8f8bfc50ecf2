package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.remote.FakeAdmin;
import dev.sluice.cli.remote.Fixtures;
import dev.sluice.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of {@code sluice ctl} that run until they are stopped. */
class CtlProcessTest {
    private static final String PUT = "PUT /api/pools/api/members";
    private static final String DELETE = "DELETE /api/pools/api/members?url=http%3A%2F%2Fa%3A8080";
    private static final String PAST = "GET /api/journal?last=100";
    private static final String STREAM = "GET /api/journal/stream";
    private static final String EVENTS = "text/event-stream";

    @TempDir
    Path directory;

    private FakeAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = FakeAdmin.start(directory);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private Sluice ctl(String... words) throws IOException {
        List<String> all = admin.command(words);
        all.addFirst("ctl");
        return Sluice.start(directory, all.toArray(String[]::new));
    }

    private static String entry(int id) {
        return Fixtures.ENTRY.replace("\"id\":17", "\"id\":" + id).replace("round robin", "no " + id);
    }

    private static String event(int id) {
        return "id: " + id + "\nevent: decision\ndata: " + entry(id) + "\n\n: still here\n\n";
    }

    @Test
    void aRegistrationIsRenewedOverARestartAndRemovedAtTheEnd() throws Exception {
        admin.told(PUT, 201, Fixtures.MEMBER);
        int port = admin.port();
        try (Sluice ctl = ctl("register", "api", "http://a:8080", "--ttl", "1s", "--weight", "3")) {
            assertThat(ctl.line("registered")).isEqualTo("registered http://a:8080");
            assertThat(admin.next().body()).isEqualTo("{\"url\":\"http://a:8080\",\"weight\":3,\"ttl\":1}");
            admin.told(PUT, 200, Fixtures.MEMBER);
            assertThat(admin.next().line()).isEqualTo(PUT);
            assertThat(admin.next().line()).isEqualTo(PUT);
            admin.close();
            Await.until(() -> !ctl.errors().isEmpty());
            assertThat(ctl.errors()).first().asString().startsWith("sluice: not registered: ");
            admin = FakeAdmin.start(directory, port)
                    .told(PUT, 201, Fixtures.MEMBER)
                    .told(DELETE, 204, "");
            assertThat(admin.next().line()).isEqualTo(PUT);
            ctl.line("registered");
            ctl.terminate();
            assertThat(ctl.exitCode()).isZero();
            assertThat(ctl.rest()).last().isEqualTo("removed");
            assertThat(admin.lines()).contains(DELETE);
        }
    }

    @Test
    void aRegistrationThatTheGatewayRefusesEnds() throws Exception {
        try (Sluice ctl = ctl("register", "none", "http://a:8080")) {
            assertThat(ctl.exitCode()).isEqualTo(1);
            assertThat(ctl.errors()).containsExactly("sluice: refused with 404: no PUT /api/pools/none/members");
        }
    }

    @Test
    void theJournalIsFollowedWithoutSayingAnythingTwiceAndOverARestart() throws Exception {
        admin.told(PAST, "{\"items\":[" + entry(25) + "," + entry(17) + "]}");
        admin.told(STREAM, 200, EVENTS, ": hello\n\n" + event(17) + event(25) + "event: lost\ndata: 3\n\n");
        try (Sluice ctl = ctl("journal", "--follow")) {
            for (int id : new int[] {17, 25}) {
                assertThat(ctl.line("picked")).contains("no " + id + "  ");
            }
            Await.until(() -> ctl.errors().size() >= 2);
            assertThat(ctl.errors())
                    .startsWith("sluice: entries were lost: 3", "sluice: the stream has ended; trying again");
            admin.told(STREAM, 200, EVENTS, event(3));
            admin.told(PAST, "{\"items\":[" + entry(2) + "]}");
            assertThat(ctl.line("picked")).contains("no 2  ");
            assertThat(ctl.line("picked")).contains("no 3  ");
        }
    }

    @Test
    void theJournalIsFollowedAsJsonALineEach() throws Exception {
        admin.told(PAST, "{\"items\":[]}").told(STREAM, 200, EVENTS, event(1));
        try (Sluice ctl = ctl("journal", "-f", "--json")) {
            assertThat(ctl.line("picked")).startsWith("{\"id\":1,");
        }
    }
}
