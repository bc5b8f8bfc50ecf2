package dev.sluice.observe.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each operation answers, and what it changes. */
class OperationsTest extends AdminTest {
    private static final String MEMBERS = "/api/pools/api/members";

    private List<String> urls() {
        return observed.pools.get("api").members().stream()
                .map(member -> member.upstream().toString())
                .toList();
    }

    /** Exchanges of the route "orders" that have ended; errors are refusals of the gateway. */
    private void exchanges(int count, Status status) {
        Provenance from = Provenance.local(status.code() < 500 ? "" : "busy").withRoute("orders");
        for (int i = 0; i < count; i++) {
            Response response = Response.of(status).withProvenance(from);
            meters.ended(Exchanges.get("/orders/1"), Outcome.sent(response, 0, 0));
        }
    }

    @Test
    void theGatewayTellsWhatItIs() {
        observed.timers.advance(Duration.ofSeconds(12));
        JsonNode gateway = get("/api/gateway").json();
        assertThat(gateway.get("version").asInt()).isEqualTo(1);
        assertThat(gateway.get("etag").asText()).isEqualTo("\"1\"");
        assertThat(gateway.get("uptime").asDouble()).isEqualTo(12);
        assertThat(gateway.at("/listeners/0/connections").asInt()).isEqualTo(12);
        observed.draining = true;
        assertThat(get("/api/gateway").json().get("draining").asBoolean()).isTrue();
    }

    @Test
    void anOverviewHasTotalsOfAllTimeAndRatesOfTenSeconds() {
        meters.runs(observed.version().model());
        exchanges(100, Status.OK_200);
        observed.timers.advance(Duration.ofSeconds(60));
        exchanges(100, Status.OK_200);
        exchanges(20, Status.BAD_GATEWAY_502);
        observed.timers.advance(Duration.ofSeconds(1));

        JsonNode overview = get("/api/overview").json();

        assertThat(overview.at("/totals/requests").asLong()).isEqualTo(220);
        assertThat(overview.at("/totals/errors").asLong()).isEqualTo(20);
        assertThat(overview.at("/totals/rate").asDouble()).isBetween(11.0, 13.5);
        assertThat(overview.at("/routes/total").asInt()).isEqualTo(2);
        assertThat(overview.at("/routes/items/0/name").asText()).isEqualTo("orders");
        assertThat(overview.at("/routes/items/0/pool").asText()).isEqualTo("api");
        assertThat(overview.at("/routes/items/0/counters/rejections").asInt()).isEqualTo(20);
        assertThat(overview.at("/routes/items/0/counters/rejectionRate").asDouble())
                .isBetween(1.8, 2.1);
        assertThat(overview.at("/routes/items/1/counters/p99").isNull()).isTrue();
        assertThat(overview.at("/pools/0/states/up").asInt()).isEqualTo(2);
        assertThat(overview.at("/pools/0").has("members")).isFalse();

        observed.timers.advance(Duration.ofSeconds(12));
        assertThat(get("/api/overview").json().at("/totals/rate").asDouble()).isZero();
    }

    @Test
    void routesAreFilteredSortedAndPaged() {
        assertThat(get("/api/routes?filter=USERS").json().at("/items/0/name").asText())
                .isEqualTo("users");
        JsonNode second = get("/api/routes?sort=name&offset=1&limit=1").json();
        assertThat(second.get("total").asInt()).isEqualTo(2);
        assertThat(second.at("/items/0/name").asText()).isEqualTo("users");
        JsonNode one = get("/api/routes/orders").json();
        assertThat(one.at("/steps/0/path").asText()).isEqualTo("orders/rateLimit#1");
        assertThat(one.get("end").asText()).isEqualTo("forwardTo(api)");
        assertThat(get("/api/routes/nobody").status()).isEqualTo(404);
    }

    @Test
    void aPoolIsNamedByOneSegment() {
        JsonNode pool = get("/api/pools/orders%2Fbalance%231").json();
        assertThat(pool.get("name").asText()).isEqualTo(FakeObserved.NAMELESS);
        assertThat(pool.at("/members/0/url").asText()).isEqualTo("http://c:8080");
        assertThat(get("/api/pools/orders/balance%231").status()).isEqualTo(404);
        JsonNode all = get("/api/pools").json().get("items");
        assertThat(all).hasSize(2);
        assertThat(all.findValuesAsText("url"))
                .containsExactlyInAnyOrder("http://a:8080", "http://b:8080", "http://c:8080");
    }

    @Test
    void membersJoinChangeAndLeave() {
        Seen joined = call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"weight\":3,\"metadata\":{\"zone\":\"eu\"}}");
        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.json().at("/metadata/zone").asText()).isEqualTo("eu");
        Seen changed = call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"priority\":2}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("weight").asInt()).isEqualTo(3);
        assertThat(changed.json().get("priority").asInt()).isEqualTo(2);
        assertThat(changed.json().at("/metadata/zone").asText()).isEqualTo("eu");

        assertThat(call("DELETE", MEMBERS + "?url=http%3A%2F%2Fx%3A1", "").status())
                .isEqualTo(204);
        assertThat(call("DELETE", MEMBERS + "?url=http%3A%2F%2Fx%3A1", "").status())
                .isEqualTo(404);
        assertThat(call("DELETE", MEMBERS, "").status()).isEqualTo(400);
        assertThat(call("PUT", "/api/pools/nobody/members", "{\"url\":\"http://x:1\"}")
                        .status())
                .isEqualTo(404);
        assertThat(call("PUT", MEMBERS, "{\"url\":\"ftp://x\"}").status()).isEqualTo(400);
        assertThat(urls()).containsExactly("http://a:8080", "http://b:8080");
    }

    @Test
    void membersRestAndComeBackAndADrainThatEndsLeavesOtherVotes() {
        String a = "{\"url\":\"http://a:8080\"}";
        assertThat(call("POST", "/api/pools/api/down", a).json().get("state").asText())
                .isEqualTo("down");
        assertThat(call("POST", "/api/pools/api/drain", a).json().get("why")).hasSize(2);
        assertThat(call("POST", "/api/pools/api/undrain", a).json().get("state").asText())
                .isEqualTo("down");
        assertThat(call("POST", "/api/pools/api/up", a).json().get("state").asText())
                .isEqualTo("up");
        assertThat(call("POST", "/api/pools/api/drain", "{\"url\":\"http://nobody\"}")
                        .status())
                .isEqualTo(404);
        assertThat(call("POST", "/api/pools/api/down", "{\"url\":\"http://a:8080\",\"seconds\":3}")
                        .status())
                .isEqualTo(400);
        assertThat(call("POST", "/api/pools/api/drain", "{\"url\":\"http://a:8080\",\"seconds\":30}")
                        .status())
                .isEqualTo(200);
        observed.timers.advance(Duration.ofSeconds(31));
        assertThat(urls()).containsExactly("http://b:8080");
    }

    @Test
    void aMemberThatIsNotRenewedInTimeLeaves() {
        String x = "{\"url\":\"http://x:1\",\"ttl\":30}";
        Seen joined = call("PUT", MEMBERS, x);
        assertThat(joined.status()).isEqualTo(201);
        Instant end = observed.ticker().now().plusSeconds(30);
        assertThat(joined.json().get("expires").asText()).isEqualTo(end.toString());
        assertThat(get("/api/pools/api").json().at("/members/2/expires").asText())
                .isEqualTo(end.toString());
        observed.timers.advance(Duration.ofSeconds(20));
        assertThat(call("PUT", MEMBERS, x).status()).isEqualTo(200);
        observed.timers.advance(Duration.ofSeconds(29));
        assertThat(urls()).contains("http://x:1");
        observed.timers.advance(Duration.ofSeconds(1));
        assertThat(urls()).containsExactly("http://a:8080", "http://b:8080");
        assertThat(call("PUT", MEMBERS, x).status()).isEqualTo(201);
    }

    @Test
    void aMemberThatIsChangedWithoutATimeLeavesWhenItWouldHave() {
        String expires = call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"ttl\":30}")
                .json()
                .get("expires")
                .asText();
        observed.timers.advance(Duration.ofSeconds(10));
        Seen changed = call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"weight\":3}");
        assertThat(changed.json().get("weight").asInt()).isEqualTo(3);
        assertThat(changed.json().get("expires").asText()).isEqualTo(expires);
        observed.timers.advance(Duration.ofSeconds(20));
        assertThat(urls()).containsExactly("http://a:8080", "http://b:8080");
    }

    @Test
    void aMemberThatIsPutWithNullForATimeStays() {
        call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"ttl\":30}");
        assertThat(call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"ttl\":null}")
                        .json()
                        .get("expires")
                        .isNull())
                .isTrue();
        observed.timers.advance(Duration.ofSeconds(31));
        assertThat(urls()).contains("http://x:1");
    }

    @Test
    void aModelThatIsAppliedKeepsWhatItListsAndARemovedPoolIsForgotten() {
        call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"ttl\":30}");
        call("PUT", MEMBERS, "{\"url\":\"http://a:8080\",\"ttl\":30}");
        apply("\"1\"", "routes: orders\nmembers: http://a:8080");
        observed.timers.advance(Duration.ofSeconds(31));
        assertThat(urls()).containsExactly("http://a:8080");
        call("PUT", MEMBERS, "{\"url\":\"http://x:1\",\"ttl\":30}");
        observed.pools.remove("api");
        observed.timers.advance(Duration.ofSeconds(31));
        assertThat(get("/api/pools/api").status()).isEqualTo(404);
    }

    private Seen apply(String version, String model) {
        return call("POST", "/api/apply", model, "If-Match", version, "Content-Type", "application/yaml");
    }

    @Test
    void aModelIsPlannedAppliedAndRolledBack() {
        Seen model = get("/api/model");
        assertThat(model.field("ETag")).isEqualTo("\"1\"");
        assertThat(model.field("Content-Type")).startsWith("application/yaml");
        assertThat(get("/api/model", "Accept", "application/json")
                        .json()
                        .get("routes")
                        .asInt())
                .isEqualTo(2);
        assertThat(get("/api/model?format=json").json().get("routes").asInt()).isEqualTo(2);
        String changed = "routes: orders, baskets\nmembers: http://a:8080";

        JsonNode plan = call("POST", "/api/plan", changed, "Content-Type", "application/yaml")
                .json();
        assertThat(plan.get("version").asInt()).isEqualTo(1);
        assertThat(plan.get("changes").findValuesAsText("kind")).contains("added", "removed");
        plan.get("changes")
                .forEach(change -> assertThat(change.get("kind").asText().equals("removed"))
                        .isEqualTo(change.get("after").isNull()));
        assertThat(plan.get("text").asText()).contains("baskets");
        assertThat(observed.version().number()).isEqualTo(1);

        Seen applied = apply("\"1\"", changed);
        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.field("ETag")).isEqualTo("\"2\"");
        assertThat(applied.json().get("version").asInt()).isEqualTo(2);
        assertThat(get("/api/history/1").body()).contains("users");
        assertThat(get("/api/history").json().get("items").findValuesAsText("version"))
                .containsExactly("2", "1");
        assertThat(get("/api/history/9").status()).isEqualTo(404);

        assertThat(call("POST", "/api/rollback", "", "If-Match", "\"2\"")
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(3);
        assertThat(get("/api/model").body()).contains("users");
    }

    @Test
    void aChangeNamesTheVersionThatIsChanged() {
        String model = "routes: orders\nmembers: http://a:8080";
        assertThat(call("POST", "/api/apply", model, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(428);
        for (String stale : List.of("\"7\"", "W/\"1\"", "\"99999999999\"", "\"1\", \"2\"", "x")) {
            assertThat(apply(stale, model).status()).as(stale).isEqualTo(412);
        }
        assertThat(call("POST", "/api/rollback", "").status()).isEqualTo(428);
        assertThat(call("POST", "/api/rollback", "", "If-Match", "*").status()).isEqualTo(409);
        assertThat(observed.version().number()).isEqualTo(1);
        assertThat(apply("*", model).status()).isEqualTo(200);
    }

    @Test
    void aModelWithMistakesIsNotApplied() {
        Seen answer = apply("\"1\"", "routes: a\nrouts: b\ncolour: red");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("mistakes")).hasSize(2);
        assertThat(call("POST", "/api/plan", "x: y", "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(422);
        assertThat(observed.version().number()).isEqualTo(1);
    }

    @Test
    void aProgramThatCannotBeChangedSaysSo() {
        observed.changeable = false;
        assertThat(apply("*", "routes: a\nmembers: http://a:8080").status()).isEqualTo(409);
        assertThat(call("POST", "/api/rollback", "", "If-Match", "*").status()).isEqualTo(409);
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneSucceeds() {
        List<Integer> statuses = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> apply("\"1\"", "routes: r" + i + "\nmembers: http://a:8080")
                        .status())
                .toList();
        assertThat(statuses).containsOnly(200, 412);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(observed.version().number()).isEqualTo(2);
    }

    @Test
    void breakersAreShownAndReset() {
        JsonNode breaker = get("/api/breakers").json().at("/items/0");
        assertThat(breaker.get("path").asText()).isEqualTo("orders/circuitBreaker#1");
        assertThat(breaker.get("state").asText()).isEqualTo("standby");
        assertThat(breaker.get("member").isNull()).isTrue();
        assertThat(breaker.get("since").asText())
                .isEqualTo(observed.ticker().now().toString());
        assertThat(breaker.get("lasts").isNull()).isTrue();
        Exchanges.send(observed.breaker.handle(
                Exchanges.get("/"),
                request -> Response.failed(new dev.sluice.core.Failure.ConnectFailed("refused"), Provenance.LOCAL)));
        observed.timers.advance(Duration.ofSeconds(2));
        JsonNode tripped = get("/api/breakers").json().at("/items/0");
        assertThat(tripped.get("state").asText()).isEqualTo("tripped");
        assertThat(tripped.get("since").asText())
                .isEqualTo(observed.ticker().now().minusSeconds(2).toString());
        assertThat(tripped.get("lasts").asDouble()).isPositive();
        JsonNode overview = get("/api/overview").json().get("breakers");
        assertThat(overview.at("/states/tripped").asInt()).isEqualTo(1);
        assertThat(overview.at("/items/0/path").asText()).isEqualTo("orders/circuitBreaker#1");

        String path = "{\"path\":\"orders/circuitBreaker#1\"}";
        assertThat(call("POST", "/api/breakers/reset", path).status()).isEqualTo(200);
        assertThat(get("/api/breakers").json().at("/items/0/state").asText()).isEqualTo("standby");
        assertThat(call("POST", "/api/breakers/reset", "{\"path\":\"nowhere\"}").status())
                .isEqualTo(404);
        String nobody = "{\"path\":\"pool api/memberBreaker#1\",\"member\":\"http://nobody\"}";
        assertThat(call("POST", "/api/breakers/reset", nobody).status()).isEqualTo(404);
    }

    @Test
    void limitsAreShownAndReset() {
        assertThat(observed.rateLimit.limiter().tryTake("10.0.0.1", 1)).isTrue();
        JsonNode items = get("/api/limits").json().get("items");
        assertThat(items.findValuesAsText("kind")).containsExactly("rateLimit", "connLimit", "adaptiveConcurrency");
        assertThat(items.at("/0/keys").asInt()).isEqualTo(1);
        assertThat(items.at("/2/limit").asInt()).isEqualTo(7);

        String path = "{\"path\":\"orders/rateLimit#1\"";
        assertThat(call("POST", "/api/limits/reset", path + ",\"key\":\"10.0.0.1\"}")
                        .status())
                .isEqualTo(200);
        assertThat(observed.rateLimit.limiter().tryTake("10.0.0.1", 1)).isTrue();
        assertThat(call("POST", "/api/limits/reset", path + "}").status()).isEqualTo(200);
        assertThat(observed.rateLimit.limiter().size()).isZero();
        assertThat(call("POST", "/api/limits/reset", "{\"path\":\"orders/adaptiveConcurrency#1\"}")
                        .status())
                .isEqualTo(200);
        assertThat(call("POST", "/api/limits/reset", "{\"path\":\"orders/connLimit#1\"}")
                        .status())
                .isEqualTo(409);
        assertThat(call("POST", "/api/limits/reset", "{\"path\":\"nowhere\"}").status())
                .isEqualTo(404);
    }

    private void decides(Decision decision) {
        observed.readers.forEach(reader -> reader.accept(
                new Journal.Entry("pool api/balance#1", observed.ticker().nanos(), Optional.empty(), decision)));
    }

    @Test
    void theJournalIsFiltered() {
        decides(new Decision.Picked(Upstream.of("http://a:8080"), "round robin"));
        decides(new Decision.Draining(Upstream.of("http://a:8080"), Optional.empty()));
        JsonNode items = get("/api/journal?last=5").json().get("items");
        assertThat(items.findValuesAsText("kind")).containsExactly("Draining", "Picked");
        assertThat(items.at("/0/where").asText()).isEqualTo("pool api/balance#1");
        assertThat(items.at("/0/exchange").isNull()).isTrue();
        assertThat(get("/api/journal?kind=picked").json().get("items")).hasSize(1);
        assertThat(get("/api/journal?member=http://b:8080").json().get("items")).isEmpty();
        assertThat(get("/api/journal?last=x").status()).isEqualTo(400);
    }

    @Test
    void failuresTellWhy() {
        Response refused = Response.of(Status.SERVICE_UNAVAILABLE_503)
                .withProvenance(Provenance.local("shed").withRoute("orders").withStep("orders/admission#1"));
        recent.record(Exchanges.get("/orders/1"), Outcome.sent(refused, 0, 0).of(Exchanges.get("/orders/1")));
        JsonNode failure = get("/api/failures?reason=shed").json().at("/items/0");
        assertThat(failure.get("status").asInt()).isEqualTo(503);
        assertThat(failure.get("step").asText()).isEqualTo("orders/admission#1");
        assertThat(failure.get("route").asText()).isEqualTo("orders");
        assertThat(failure.get("upstream").isNull()).isTrue();
        assertThat(get("/api/failures?reason=bug").json().get("items")).isEmpty();
    }

    private static String event(Body events) {
        byte[] buffer = new byte[4096];
        int count = events.read(buffer, 0, buffer.length);
        return count < 0 ? "end" : new String(buffer, 0, count, StandardCharsets.UTF_8);
    }

    private Response stream() {
        Fields fields = Fields.of("Host", "localhost", "Authorization", "Bearer " + TOKEN);
        return response("GET", "/api/journal/stream?kind=Picked", Body.empty(), fields);
    }

    @Test
    void whoFollowsGetsEventsAndTheirEnd() {
        Response response = stream();
        assertThat(response.fields().first("Content-Type")).contains("text/event-stream");
        Body events = response.body();
        assertThat(event(events)).startsWith(":");
        decides(new Decision.Picked(Upstream.of("http://a:8080"), "round\nrobin"));
        String event = event(events);
        assertThat(event)
                .startsWith("id: ")
                .contains("\nevent: decision\ndata: {")
                .endsWith("}\n\n");
        assertThat(event.lines()).hasSize(4);
        api.close();
        assertThat(event(events)).isEqualTo("end");
    }

    @Test
    void whoIsTooSlowHearsHowMuchIsLost() {
        Body events = stream().body();
        assertThat(event(events)).startsWith(":");
        for (int i = 0; i < 20_000; i++) {
            decides(new Decision.Picked(Upstream.of("http://a:8080"), "round robin"));
        }
        assertThat(event(events)).contains("event: lost\ndata: {\"entries\":");
    }

    @Test
    void notMoreThanThirtyTwoFollow() {
        List<Response> streams = IntStream.range(0, 32).mapToObj(i -> stream()).toList();
        assertThat(streams).allMatch(stream -> stream.status().code() == 200);
        assertThat(stream().status().code()).isEqualTo(409);
        Exchanges.send(streams.getFirst().withBody(Body.empty()));
    }

    @Test
    void explainsAndTellsOfBadRequests() {
        Seen text = call("POST", "/api/explain", "{\"method\":\"GET\",\"url\":\"http://h/p\",\"headers\":[\"A: b\"]}");
        assertThat(text.json().get("text").asText()).isEqualTo("GET http://h/p [A: b]");
        assertThat(call("POST", "/api/explain", "{\"method\":\"GET\",\"url\":\"/p\"}")
                        .status())
                .isEqualTo(422);
        assertThat(call("POST", "/api/explain", "{\"method\":\"GET\"}").status())
                .isEqualTo(400);
    }

    @Test
    void statsAreAllSeries() {
        exchanges(3, Status.OK_200);
        JsonNode series = get("/api/stats").json().get("series");
        assertThat(series.findValuesAsText("name")).contains("http.server.request.duration");
    }

    @Test
    void levelsOfLoggersAreSetAndReachTheHandlers() {
        String name = "dev.sluice.observe.admin.of.a.test";
        Seen answer = call("PUT", "/api/log", "{\"logger\":\"" + name + "\",\"level\":\"DEBUG\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(System.getLogger(name).isLoggable(System.Logger.Level.DEBUG)).isTrue();
        assertThat(Logger.getLogger("").getHandlers())
                .allMatch(handler -> handler.getLevel().intValue() <= Level.FINE.intValue());
        assertThat(call("PUT", "/api/log", "{\"logger\":\"" + name + "\",\"level\":\"LOUD\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void dumpsAreForbiddenUnlessTheyAreAllowed() throws IOException {
        assertThat(get("/api/dump/threads").status()).isEqualTo(403);
        assertThat(call("POST", "/api/dump/heap", "").status()).isEqualTo(403);
        api.close();
        api = api(true);
        assertThat(get("/api/dump/threads").body()).contains("main");
        Path file =
                Path.of(call("POST", "/api/dump/heap", "").json().get("file").asText());
        assertThat(Files.size(file)).isPositive();
        assertThat(Files.getPosixFilePermissions(file.getParent())).hasSize(3);
        Files.delete(file);
        Files.delete(file.getParent());
    }

    @Test
    void eachChangeIsOneLineOfTheAuditLog() {
        try (LogLines log = LogLines.of("dev.sluice.audit")) {
            call("PUT", MEMBERS, "{\"url\":\"http://x:1\\n\\u2028forged\"}");
            apply("\"1\"", "routes: orders\nmembers: http://a:8080");
            apply("\"1\"", "routes: orders\nmembers: http://a:8080");
            get("/api/gateway");
            List<String> lines = log.lines();
            assertThat(lines).hasSize(3).noneMatch(line -> line.contains("\n") || line.contains(TOKEN));
            assertThat(lines.get(0)).contains("192.0.2.1", "PUT /api/pools/api/members", "http://x:1??forged", "400");
            assertThat(lines.get(1)).contains("POST /api/apply", "done (version 1 before, 2 now)");
            assertThat(lines.get(2)).contains("412", "(version 2 before, 2 now)");
        }
    }
}
