package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.line.Command;
import dev.sluice.cli.remote.FakeAdmin;
import dev.sluice.cli.remote.FakeAdmin.Asked;
import dev.sluice.cli.remote.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CtlTest {
    private static final String MEMBERS = "/api/pools/api/members";

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

    private Ran ctl(String... words) {
        List<String> all = admin.command(words);
        all.addFirst("ctl");
        return Ran.of(all);
    }

    private List<String> printed(String... words) {
        Ran ran = ctl(words);
        assertThat(ran.errors()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        return ran.out();
    }

    @Test
    void statusSaysWhatRunsAndHowItDoes() {
        admin.told("GET /api/overview?limit=1", Fixtures.OVERVIEW);
        assertThat(printed("status"))
                .containsExactly(
                        "sluice               0.1.0",
                        "version              7",
                        "state                running",
                        "started              2026-11-28T18:00:00Z, 1h 2m ago",
                        "listener web         http://127.0.0.1:8080, 12 connections",
                        "routes               2",
                        "pools                1",
                        "requests             1234, 120.4/s, 3 in flight",
                        "errors               5, 0.5/s",
                        "latency              p50 4.0ms, p90 10.0ms, p99 50.0ms",
                        "reason rate-limited  12, 0.5/s",
                        "reason no-upstream   3, 0/s");
    }

    @Test
    void routesArePrintedAsATable() {
        admin.told(
                "GET /api/routes?sort=p99&limit=1000&filter=or%20b",
                "{\"total\":3,\"items\":[" + Fixtures.ROUTE + "," + Fixtures.HELLO + "]}");
        assertThat(printed("routes", "--filter", "or b", "--sort", "p99"))
                .containsExactly(
                        "ROUTE   WHEN                      END             RATE     ERRORS  P50    P99     IN FLIGHT",
                        "orders  Path(`/api/orders/{id}`)  forwardTo(api)  120.4/s  0.5/s   4.0ms  50.0ms  3",
                        "hello   Path(`/hello`)            respond(200)    0/s      0/s     -      -       0",
                        "2 of 3 routes");
    }

    @Test
    void poolsAndTheirMembersArePrintedAsTables() {
        admin.told("GET /api/pools", "{\"items\":[" + Fixtures.POOL + "]}");
        admin.told("GET /api/pools/orders%2FroundRobin%231", Fixtures.POOL);
        assertThat(printed("pools"))
                .containsExactly(
                        "POOL  MEMBERS          RATE     ERRORS  P50    P99     IN FLIGHT",
                        "api   up 1, ejected 1  120.4/s  0.5/s   4.0ms  50.0ms  3");
        List<String> members = printed("members", "orders/roundRobin#1");
        assertThat(members).hasSize(3);
        assertThat(members.get(1))
                .startsWith("http://a:8080  up       3 (now 1)  0")
                .endsWith("last failure connect-failed at 2026-11-28T18:01:00Z; zone=a");
        assertThat(members.get(2))
                .contains("ejected")
                .endsWith("passive health: 5 failures; expires 2026-11-28T18:02:00Z");
    }

    @Test
    void jsonIsWhatTheApiAnswers() {
        admin.told("GET /api/pools", "{\"items\": [ ]}");
        assertThat(printed("pools", "--json")).containsExactly("{\"items\": [ ]}");
    }

    @Test
    void optionsMayStandBeforeTheCommand() {
        admin.told("GET /api/pools", "{\"items\":[]}");
        assertThat(Ran.of(List.of("ctl", "--admin", admin.url() + "/", "--token-file=" + admin.tokenFile(), "pools"))
                        .exitCode())
                .isZero();
        assertThat(Ran.of(List.of(
                                "ctl",
                                "--admin",
                                "127.0.0.1:" + admin.port(),
                                "--token-file",
                                admin.tokenFile().toString(),
                                "pools"))
                        .exitCode())
                .isZero();
    }

    @Test
    void aMemberIsAddedWithWhatWasTypedAndNothingElse() throws Exception {
        admin.told("PUT " + MEMBERS, 201, Fixtures.MEMBER);
        assertThat(printed(
                        "members",
                        "add",
                        "api",
                        "http://a:8080",
                        "--weight",
                        "3",
                        "--priority=1",
                        "--metadata",
                        "zone=a",
                        "--metadata",
                        "rack=r=1",
                        "--ttl",
                        "30s"))
                .containsExactly("added http://a:8080: up");
        Asked asked = admin.next();
        assertThat(asked.body())
                .isEqualTo("{\"url\":\"http://a:8080\",\"weight\":3,\"priority\":1,"
                        + "\"metadata\":{\"zone\":\"a\",\"rack\":\"r=1\"},\"ttl\":30}");
        assertThat(asked.fields().get("Content-type")).containsExactly("application/json");
        admin.told("PUT " + MEMBERS, 200, Fixtures.MEMBER);
        assertThat(printed("members", "add", "api", "http://a:8080")).containsExactly("changed http://a:8080: up");
        assertThat(admin.next().body()).isEqualTo("{\"url\":\"http://a:8080\"}");
        printed("members", "add", "api", "http://a:8080", "--stay");
        assertThat(admin.next().body()).isEqualTo("{\"url\":\"http://a:8080\",\"ttl\":null}");
    }

    @Test
    void aMemberIsRemoved() {
        admin.told("DELETE " + MEMBERS + "?url=http%3A%2F%2Fa%3A8080", 204, "");
        assertThat(printed("members", "remove", "api", "http://a:8080")).containsExactly("removed http://a:8080");
    }

    @ParameterizedTest
    @CsvSource({"drain", "undrain", "down", "up"})
    void aMemberIsSteered(String verb) throws Exception {
        admin.told("POST /api/pools/api/" + verb, Fixtures.EJECTED);
        assertThat(printed(verb, "api", "http://b:8080"))
                .containsExactly("http://b:8080: ejected, expires 2026-11-28T18:02:00Z");
        assertThat(admin.next().body()).isEqualTo("{\"url\":\"http://b:8080\"}");
    }

    @Test
    void aDrainMayEndInARemoval() throws Exception {
        admin.told("POST /api/pools/api/drain", Fixtures.MEMBER);
        printed("drain", "api", "http://a:8080", "--for", "30s");
        assertThat(admin.next().body()).isEqualTo("{\"url\":\"http://a:8080\",\"seconds\":30}");
    }

    @Test
    void aPlanShowsWhatWouldChangeAndTheFileIsSentAsItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), "# as it is\nroutes: []\n");
        admin.told("POST /api/plan", "{\"version\":7,\"changes\":[],\"text\":\"+ route orders\\n- route old\\n\"}");
        assertThat(printed("plan", file.toString())).containsExactly("+ route orders", "- route old");
        Asked asked = admin.next();
        assertThat(asked.body()).isEqualTo("# as it is\nroutes: []\n");
        assertThat(asked.fields().get("Content-type")).containsExactly("application/yaml");
    }

    @Test
    void ofSeveralFilesTheLaterWinAndReferencesAreLeftToTheGateway() throws Exception {
        Path first = Files.writeString(
                directory.resolve("a.yaml"), "pools: {api: {members: ['${first}']}}\nroutes: [{id: a}]\n");
        Path second = Files.writeString(
                directory.resolve("b.yaml"), "pools: {api: {members: ['${second}']}}\nroutes: [{id: b}]\n");
        admin.told("POST /api/plan", "{\"version\":7,\"changes\":[],\"text\":\"\"}");
        assertThat(printed("plan", first.toString(), second.toString())).containsExactly("no changes");
        assertThat(admin.next().body()).contains("${second}", "id: a", "id: b").doesNotContain("first");
    }

    @Test
    void mistakesInFilesAreToldWithTheirPlaces() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), "routes: [\n");
        Ran ran = ctl("plan", file.toString(), directory.resolve("none.yaml").toString());
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.errors())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("sluice: a.yaml:"))
                .anyMatch(line -> line.endsWith("none.yaml: there is no such file"));
        assertThat(admin.lines()).isEmpty();
    }

    @Test
    void appliesIfNothingHasChangedSinceItLooked() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), "routes: []\n");
        admin.told(
                "POST /api/apply",
                "{\"version\":8,\"at\":\"2026-11-28T18:03:00Z\",\"changes\":[],\"text\":\"+ x\\n\"}");
        assertThat(printed("apply", file.toString())).containsExactly("version 8", "+ x");
        assertThat(admin.next().line()).isEqualTo("GET /api/gateway");
        assertThat(admin.next().fields().get("If-match")).containsExactly("\"7\"");

        printed("apply", file.toString(), "--if-version", "5");
        assertThat(admin.next().fields().get("If-match")).containsExactly("\"5\"");
    }

    @Test
    void rollsBackShowsTheHistoryAndTheModel() throws Exception {
        admin.told("POST /api/rollback", "{\"version\":9,\"changes\":[],\"text\":\"- x\"}");
        assertThat(printed("rollback")).containsExactly("version 9", "- x");
        admin.next();
        assertThat(admin.next().fields().get("If-match")).containsExactly("\"7\"");

        admin.told("GET /api/history", """
                {"items":[{"version":7,"at":"2026-11-28T18:00:00Z","text":"+ a\\n+ b\\n+ c"},
                          {"version":6,"at":"2026-11-28T17:00:00Z","text":""}]}""");
        assertThat(printed("history"))
                .containsExactly(
                        "VERSION  SINCE                 CHANGES",
                        "7        2026-11-28T18:00:00Z  + a … and 2 lines",
                        "6        2026-11-28T17:00:00Z  -");
        admin.told("GET /api/model", 200, "application/yaml", "routes: []\n");
        admin.told("GET /api/history/6", 200, "application/yaml", "routes: [6]\n");
        assertThat(printed("show")).containsExactly("routes: []");
        assertThat(printed("show", "6")).containsExactly("routes: [6]");
    }

    @Test
    void explainsARequest() throws Exception {
        admin.told("POST /api/explain", "{\"text\":\"GET /x\\n  route orders\\n\"}");
        assertThat(printed("explain", "POST", "http://h/x", "-H", "A: b", "-H", "C: d"))
                .containsExactly("GET /x", "  route orders");
        assertThat(admin.next().body())
                .isEqualTo("{\"method\":\"POST\",\"url\":\"http://h/x\",\"headers\":[\"A: b\",\"C: d\"]}");
        printed("explain", "http://h/x");
        assertThat(admin.next().body()).isEqualTo("{\"method\":\"GET\",\"url\":\"http://h/x\",\"headers\":[]}");
    }

    @Test
    void theJournalIsPrintedTheOldestFirst() {
        admin.told(
                "GET /api/journal?last=2&kind=Picked&where=w&route=orders&member=http%3A%2F%2Fa&failed=true",
                "{\"items\":[" + Fixtures.ENTRY.replace("17", "18").replace("round robin", "newest") + ","
                        + Fixtures.ENTRY + "]}");
        assertThat(printed(
                        "journal",
                        "--last=2",
                        "--kind=Picked",
                        "--where=w",
                        "--route=orders",
                        "--member=http://a",
                        "--failed"))
                .containsExactly(
                        "2026-11-28T18:01:00.5Z  pool api/balance#1  picked http://a:8080: round robin  (GET h/p x42)",
                        "2026-11-28T18:01:00.5Z  pool api/balance#1  picked http://a:8080: newest  (GET h/p x42)");
    }

    @Test
    void whatClientsSentDoesNotSteerTheTerminal() {
        admin.told(
                "GET /api/journal?last=100",
                "{\"items\":[" + Fixtures.ENTRY.replace("/p", "/\\u001b[2J\\u202e") + "]}");
        assertThat(printed("journal"))
                .singleElement()
                .asString()
                .contains("h/\uFFFD[2J\uFFFD")
                .doesNotContain("\u001b");
    }

    @Test
    void failuresAreToldWithWhatWasDecided() {
        admin.told("GET /api/failures?last=50&reason=no-upstream", "{\"items\":[" + Fixtures.FAILURE + "]}");
        assertThat(printed("failures", "--reason", "no-upstream"))
                .containsExactly(
                        "2026-11-28T18:01:00Z  503 no-upstream  GET h/p from 10.0.0.1",
                        "    route orders, step pool api/balance#1, upstream -, 0 attempts in 2.0ms, id x42",
                        "    pool api/balance#1: rejected: no member is up");
    }

    @Test
    void breakersAndLimitsAreListedAndReset() throws Exception {
        admin.told("GET /api/breakers", """
                {"items":[{"path":"orders/circuitBreaker#1","member":null,"state":"tripped",
                           "since":"2026-11-28T18:00:00Z","lasts":10}]}""");
        admin.told("GET /api/limits", """
                {"items":[{"path":"rateLimit#1","kind":"rateLimit","describe":"rateLimit(100/1s)","keys":12,"waiting":0}]}""");
        admin.told("POST /api/breakers/reset", 204, "");
        admin.told("POST /api/limits/reset", 204, "");
        assertThat(printed("breakers").get(1))
                .isEqualTo("orders/circuitBreaker#1  -       tripped  2026-11-28T18:00:00Z  10.00s");
        assertThat(printed("limits").get(1)).isEqualTo("rateLimit#1  rateLimit(100/1s)  12    0");
        admin.next();
        admin.next();
        assertThat(printed("breakers", "reset", "orders/circuitBreaker#1", "--member", "http://a:8080"))
                .containsExactly("reset orders/circuitBreaker#1");
        assertThat(admin.next().body())
                .isEqualTo("{\"path\":\"orders/circuitBreaker#1\",\"member\":\"http://a:8080\"}");
        assertThat(printed("limits", "reset", "rateLimit#1", "--key", "k")).containsExactly("reset rateLimit#1");
        assertThat(admin.next().body()).isEqualTo("{\"path\":\"rateLimit#1\",\"key\":\"k\"}");
    }

    @Test
    void statsLogAndOpenapi() throws Exception {
        admin.told("GET /api/stats", """
                {"series":[{"name":"http.server.request.duration","kind":"histogram","unit":"s",
                 "labels":{"route":"orders","status":"2xx"},"count":1,"sum":0.1,"buckets":[{"le":0.005,"count":1}]},
                 {"name":"sluice.build","kind":"gauge","unit":"1","labels":{},"value":1}]}""");
        assertThat(printed("stats"))
                .containsExactly(
                        "METRIC                        LABELS                    VALUE             UNIT",
                        "http.server.request.duration  route=orders, status=2xx  count 1, sum 0.1  s",
                        "sluice.build                  -                         1                 1");
        assertThat(printed("stats", "--filter", "build")).hasSize(2);
        admin.told("GET /api/log", "{\"items\":[{\"logger\":\"\",\"level\":\"INFO\"}]}");
        assertThat(printed("log")).containsExactly("LOGGER  LEVEL", "-       INFO");
        admin.told("PUT /api/log", "{\"items\":[]}");
        assertThat(printed("log", "dev.sluice", "debug")).containsExactly("dev.sluice: DEBUG");
        admin.told("GET /api/openapi.json", "{\"openapi\":\"3.1.0\"}");
        assertThat(printed("openapi")).containsExactly("{\"openapi\":\"3.1.0\"}");
    }

    @Test
    void nothingThatListensIsOneLine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Ran ran = Ran.of(List.of(
                "ctl",
                "status",
                "--admin",
                "http://127.0.0.1:" + port,
                "--token-file",
                admin.tokenFile().toString()));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.errors())
                .containsExactly("sluice: nothing listens at http://127.0.0.1:" + port
                        + ": start the gateway with --admin, or say where it is");
    }

    @Test
    void tokensThatAreMissingEmptyOrWrongAreOneLine() throws Exception {
        Path token = admin.tokenFile();
        Files.writeString(token, "another-token-of-0123456789\n");
        assertThat(ctl("pools").errors())
                .containsExactly("sluice: the token in " + token + " is not that of the gateway at " + admin.url());
        Files.writeString(token, "\n");
        assertThat(ctl("pools").errors()).containsExactly("sluice: the first line of " + token + " is no token");
        Files.delete(token);
        Ran missing = ctl("pools");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.errors())
                .containsExactly("sluice: there is no token file " + token
                        + ": a gateway with --admin writes it; --token-file names another");
    }

    @Test
    void refusalsAreToldAsTheGatewayTellsThem() throws Exception {
        Path file = Files.writeString(directory.resolve("a.yaml"), "routes: []\n");
        admin.told("POST /api/apply", 412, Fixtures.problem(412, "version 8 runs"));
        assertThat(ctl("apply", file.toString()).errors())
                .containsExactly("sluice: the gateway has changed meanwhile, nothing was done: version 8 runs");
        admin.told("POST /api/apply", 422, """
                {"type":"about:blank","title":"t","status":422,"detail":"2 mistakes","mistakes":["one","two"]}""");
        Ran mistakes = ctl("apply", file.toString());
        assertThat(mistakes.exitCode()).isEqualTo(1);
        assertThat(mistakes.errors()).containsExactly("sluice: one", "sluice: two");
        assertThat(ctl("members", "none").errors()).containsExactly("sluice: refused with 404: no GET /api/pools/none");
        admin.told("GET /api/pools", 502, "text/html", "<html>");
        assertThat(ctl("pools").errors()).containsExactly("sluice: refused with 502: GET /api/pools");
        admin.told("GET /api/pools", 200, "text/html", "<html>");
        assertThat(ctl("pools").errors()).singleElement().asString().contains("no admin listener of Sluice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ctl",
                "ctl what",
                "ctl status x",
                "ctl members",
                "ctl members add api",
                "ctl drain api http://a:1 more",
                "ctl drain api http://a:1 --for x",
                "ctl members add api http://a:1 --metadata x",
                "ctl members add api http://a:1 --weight x",
                "ctl members add api http://a:1 --ttl 30s --stay",
                "ctl plan",
                "ctl log dev.sluice",
                "ctl log dev.sluice LOUD",
                "ctl register api http://a:1 --ttl 10ms",
                "ctl status --admin ftp://x",
                "ctl status --admin http://u:p@x"
            })
    void whatIsTypedWrongIsExitCode2(String line) {
        Ran ran = Ran.of(List.of(line.split(" ")));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.errors()).singleElement().asString().startsWith("sluice: ");
        assertThat(admin.lines()).isEmpty();
    }

    @Test
    void everyCommandHasHelpAndExamplesThatWork() {
        Command ctl = Main.all().stream()
                .filter(command -> command.name().equals("ctl"))
                .findFirst()
                .orElseThrow();
        assertThat(Ran.of(List.of("ctl", "--help")).out()).first().isEqualTo("Usage: sluice ctl [OPTIONS] COMMAND");
        for (Command verb : ctl.commands()) {
            examples(verb);
            verb.commands().forEach(this::examples);
        }
        assertThat(Ran.of(List.of("help", "ctl", "members", "add")).out())
                .first()
                .isEqualTo("Usage: sluice ctl members add POOL URL");
        assertThat(Ran.of(List.of("help", "ctl", "what")).exitCode()).isEqualTo(2);
    }

    /** One option too many is the only mistake in each. */
    private void examples(Command verb) {
        assertThat(verb.examples()).as(verb.name()).isNotEmpty();
        for (String example : verb.examples()) {
            String typed = example.replaceAll(" >.*", "").replaceAll("'[^']*'", "A:b") + " --one-too-many";
            Ran ran = Ran.of(List.of(typed.split(" ")).subList(1, typed.split(" ").length));
            assertThat(ran.errors()).as(example).containsExactly("sluice: Unknown option: '--one-too-many'");
        }
    }

    @Test
    void completionKnowsTheCommandsOfCommands() {
        assertThat(Ran.of(List.of("completion")).out())
                .anyMatch(line -> line.contains("members") && line.contains("drain"))
                .anyMatch(line -> line.contains("--if-version"))
                .anyMatch(line -> line.contains("sluice_ctl_members_add"));
    }
}
