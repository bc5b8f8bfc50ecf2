package dev.sluice.middlewares.trace;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.post;
import static dev.sluice.testkit.Exchanges.request;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Provenance.Timings;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.Verdict;
import dev.sluice.core.options.MistakesException;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.trace.TraceContext;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionValues;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.GateContract;
import dev.sluice.testkit.ManualTicker;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest implements GateContract {
    private final ManualTicker ticker = new ManualTicker();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public Gate middleware() {
        return trace(options -> options);
    }

    private Trace trace(UnaryOperator<TraceOptions.Builder> options) {
        TraceOptions.Builder builder = TraceOptions.builder().lines(lines::add);
        return new Trace(options.apply(builder).build(), ticker);
    }

    /** Runs one exchange and returns its only line. */
    private String line(UnaryOperator<TraceOptions.Builder> options, Request request, Handler handler) {
        Trace trace = trace(options);
        send(trace.handle(request, handler));
        trace.close();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @Test
    void isWrittenAsInThePackageComment(@TempDir Path directory) {
        Handler handler = request -> ok();
        TraceOptions options = TraceOptions.builder()
                .file(directory.resolve("access.log"))
                .requestHeaders("User-Agent")
                .build();
        Handler traced = new Trace(options, Ticker.system()).around(handler);
        assertThat(traced.handle(get("/")).status().code()).isEqualTo(200);
    }

    @Test
    void writesTheRecordThatOxyWrites() {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "example.com", "");
        Peer peer = Peer.of(new InetSocketAddress("192.0.2.1", 40_000), Optional.of(tls));
        Fields fields = Fields.of("Content-Length", "7", "X-One", "1", "X-One", "2", "Authorization", "Basic c2VjcmV0");
        Request request = Request.of(
                new RequestHead("POST", "/hello?a=b", fields), Body.of("1234567"), FakeClient.of(peer), ticker.nanos());
        String line = line(
                options -> options.format(TraceFormat.OXY)
                        .requestHeaders("x-one", "authorization", "X-Missing")
                        .responseHeaders("Content-Type"),
                request,
                next -> {
                    ticker.advance(Duration.ofNanos(12_300_000));
                    return Response.of(Status.OK_200, "hello");
                });
        assertThat(line)
                .isEqualTo("{\"request\":{\"method\":\"POST\",\"body_bytes\":7,\"url\":\"/hello?a=b\","
                        + "\"headers\":{\"x-one\":[\"1\",\"2\"],\"authorization\":[\"[redacted]\"]},"
                        + "\"tls\":{\"version\":\"TLS13\",\"resume\":false,"
                        + "\"cipher_suite\":\"TLS_AES_128_GCM_SHA256\",\"server\":\"example.com\"}},"
                        + "\"response\":{\"code\":200,\"roundtrip\":12.3,"
                        + "\"headers\":{\"Content-Type\":[\"text/plain; charset=utf-8\"]},\"body_bytes\":5}}");
    }

    @Test
    void leavesOutWhatOxyLeavesOut() {
        assertThat(line(options -> options.format(TraceFormat.OXY), get("/"), next -> ok()))
                .isEqualTo("{\"request\":{\"method\":\"GET\",\"body_bytes\":0,\"url\":\"/\"},"
                        + "\"response\":{\"code\":200,\"roundtrip\":0.0,\"body_bytes\":0}}");
    }

    @Test
    void writesAllThatIsKnownOfAnExchange() {
        Fields fields = Fields.of(
                "Host",
                "example.com",
                "X-Request-Id",
                "r-1",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "Cookie",
                "session=secret");
        Provenance provenance = new Provenance(
                        Optional.of(Upstream.of("http://10.0.0.1:9001/base")),
                        2,
                        "",
                        new Timings(1_000, 2_500_000, 3_000_000))
                .withProtocol(RequestHead.Version.HTTP_1_0);
        String line = line(
                options -> options.requestHeaders("Cookie").responseHeaders("Content-Type"),
                request("GET", "/a?b", fields, Body.empty()),
                next -> {
                    ticker.advance(Duration.ofMillis(7));
                    return Response.of(Status.OK_200, "hello").withProvenance(provenance);
                });
        assertThat(line)
                .isEqualTo("{\"time\":\"2026-01-01T00:00:00Z\",\"client\":\"192.0.2.1\",\"method\":\"GET\","
                        + "\"target\":\"/a?b\",\"host\":\"example.com\",\"version\":\"HTTP/1.1\",\"status\":200,"
                        + "\"upstream\":\"http://10.0.0.1:9001/base\",\"upstream_version\":\"HTTP/1.0\","
                        + "\"attempts\":2,\"bytes_in\":0,\"bytes_out\":5,"
                        + "\"ending\":\"sent\","
                        + "\"ms\":{\"queue\":0.001,\"connect\":2.5,\"first_byte\":3.0,\"total\":7.0},"
                        + "\"request_id\":\"r-1\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
                        + "\"request_headers\":{\"Cookie\":[\"[redacted]\"]},"
                        + "\"response_headers\":{\"Content-Type\":[\"text/plain; charset=utf-8\"]}}");
    }

    @Test
    void tellsTheClientBehindATrustedHopAndTheHop() {
        Origin origin = new Origin(
                Optional.empty(),
                "203.0.113.9",
                "https",
                "a.test",
                443,
                new Origin.Way(List.of(), List.of("192.0.2.1")));
        Request request = Request.of(
                get("/").head(), Body.empty(), FakeClient.at("192.0.2.1").speakingFor(origin), ticker.nanos());
        assertThat(line(options -> options, request, next -> ok()))
                .contains("\"client\":\"203.0.113.9\",\"peer\":\"192.0.2.1\",");
        lines.clear();
        assertThat(line(options -> options.format(TraceFormat.COMMON), request, next -> ok()))
                .startsWith("203.0.113.9 - - ");
    }

    @Test
    void writesLogfmt() {
        String line = line(
                options -> options.format(TraceFormat.LOGFMT)
                        .requestHeaders("X-One", "Authorization")
                        .responseHeaders("Content-Type"),
                secureRequest(),
                answering(ticker));
        assertThat(line)
                .isEqualTo("time=2026-01-01T00:00:00Z client=192.0.2.1 method=GET target=\"/a?b=\\u00e9\""
                        + " host=example.com:8443 version=HTTP/1.1 tls=TLSv1.3 cipher=TLS_AES_128_GCM_SHA256"
                        + " status=503 reason=overloaded route=orders step=orders/retry#1"
                        + " upstream=http://10.0.0.3:9001 upstream_version=HTTP/2.0 attempts=2 bytes_in=0 bytes_out=20 ending=sent"
                        + " failure=overloaded detail=\"too many\""
                        + " tried=\"http://10.0.0.1:9001 connect-failed, - 502\""
                        + " queue_ms=0.001 connect_ms=2.5 first_byte_ms=3.0 total_ms=7.0 request_id=r-1"
                        + " trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7"
                        + " request_headers.X-One=\"1, 2\" request_headers.Authorization=[redacted]"
                        + " response_headers.Content-Type=\"text/plain; charset=utf-8\"");
    }

    @Test
    void writesTheNamesOfTheElasticCommonSchema() {
        String line = line(
                options -> options.format(TraceFormat.ECS).requestHeaders("X-One"), secureRequest(), answering(ticker));
        assertThat(line)
                .isEqualTo("{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"log.level\":\"error\","
                        + "\"message\":\"GET /a?b=\\u00E9 503\",\"ecs.version\":\"8.11.0\","
                        + "\"event\":{\"kind\":\"event\",\"category\":[\"web\"],\"type\":[\"error\"],"
                        + "\"outcome\":\"failure\",\"duration\":7000000,\"reason\":\"overloaded\"},"
                        + "\"client\":{\"address\":\"192.0.2.1\",\"ip\":\"192.0.2.1\"},"
                        + "\"source\":{\"address\":\"192.0.2.1\",\"ip\":\"192.0.2.1\",\"port\":40000},"
                        + "\"http\":{\"version\":\"1.1\",\"request\":{\"method\":\"GET\",\"id\":\"r-1\","
                        + "\"body\":{\"bytes\":0}},\"response\":{\"status_code\":503,\"body\":{\"bytes\":20}}},"
                        + "\"url\":{\"original\":\"/a?b=\\u00E9\",\"path\":\"/a\",\"query\":\"b=\\u00E9\","
                        + "\"domain\":\"example.com\"},\"tls\":{\"version\":\"1.3\",\"version_protocol\":\"tls\","
                        + "\"cipher\":\"TLS_AES_128_GCM_SHA256\",\"client\":{\"server_name\":\"example.com\"}},"
                        + "\"error\":{\"type\":\"overloaded\",\"message\":\"too many\"},"
                        + "\"trace\":{\"id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"},"
                        + "\"span\":{\"id\":\"00f067aa0ba902b7\"},"
                        + "\"sluice\":{\"route\":\"orders\",\"step\":\"orders/retry#1\","
                        + "\"upstream\":\"http://10.0.0.3:9001\",\"upstream_version\":\"2.0\","
                        + "\"attempts\":2,\"ending\":\"sent\","
                        + "\"tried\":[{\"upstream\":\"http://10.0.0.1:9001\",\"status\":502,"
                        + "\"failure\":\"connect-failed\",\"detail\":\"Connection refused\"},{\"status\":502}],"
                        + "\"ms\":{\"queue\":0.001,\"connect\":2.5,\"first_byte\":3.0,\"total\":7.0},"
                        + "\"request_headers\":{\"X-One\":[\"1\",\"2\"]}}}");
    }

    /** Elasticsearch refuses a whole document whose ip is none. */
    @Test
    void callsNothingAnIpInEcsThatIsNone() {
        Origin origin = new Origin(
                Optional.empty(), "_hidden", "https", "a.test", 443, new Origin.Way(List.of(), List.of("192.0.2.1")));
        Request request = Request.of(
                get("/").head(), Body.empty(), FakeClient.at("192.0.2.1").speakingFor(origin), ticker.nanos());
        assertThat(line(options -> options.format(TraceFormat.ECS), request, next -> ok()))
                .contains("\"client\":{\"address\":\"_hidden\"},\"source\":{\"address\":\"192.0.2.1\",\"ip\":");
    }

    @Test
    void tellsRouteStepCipherAndTheSpanOfTheGateway() {
        assertThat(line(options -> options, secureRequest(), answering(ticker)))
                .contains("\"tls\":\"TLSv1.3\",\"cipher\":\"TLS_AES_128_GCM_SHA256\",\"status\":503,")
                .contains("\"reason\":\"overloaded\",\"route\":\"orders\",\"step\":\"orders/retry#1\",")
                .contains("\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"span_id\":\"00f067aa0ba902b7\"");
    }

    @Test
    void tellsTheTraceOfAClientThatSpeaksB3() {
        Fields b3 = Fields.of("b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1");
        assertThat(line(options -> options, request("GET", "/", b3, Body.empty()), next -> ok()))
                .contains("\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
                .doesNotContain("span_id");
    }

    @Test
    void keepsRouteAndStepInALineThatIsShortened() {
        Provenance provenance = Provenance.LOCAL.withRoute("orders").withStep("orders/retry#1");
        assertThat(line(
                        options -> options.maxWaitingBytes(1 << 20),
                        get("/" + "x".repeat(20_000)),
                        next -> ok().withProvenance(provenance)))
                .contains("\"route\":\"orders\",\"step\":\"orders/retry#1\"")
                .contains("\"shortened\":true");
    }

    /** A request over TLS with tracing on. */
    private Request secureRequest() {
        Peer.TlsSession tls = new Peer.TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "example.com", "");
        Peer peer = Peer.of(new InetSocketAddress("192.0.2.1", 40_000), Optional.of(tls));
        Fields fields = Fields.of(
                "Host",
                "example.com:8443",
                "X-Request-Id",
                "r-1",
                "X-One",
                "1",
                "X-One",
                "2",
                "Authorization",
                "Basic c2VjcmV0");
        TraceContext own = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", 1);
        return Request.of(new RequestHead("GET", "/a?b=é", fields), Body.empty(), FakeClient.of(peer), ticker.nanos())
                .with(Attributes.EMPTY.with(TraceContext.KEY, own));
    }

    /** A second attempt that failed, after 7 ms. */
    private static Handler answering(ManualTicker ticker) {
        Provenance provenance = new Provenance(
                        Optional.of(Upstream.of("http://10.0.0.3:9001")),
                        2,
                        "overloaded",
                        new Timings(1_000, 2_500_000, 3_000_000))
                .after(List.of(
                        new Provenance.Tried(
                                Optional.of(Upstream.of("http://10.0.0.1:9001")),
                                502,
                                Optional.of(new Failure.ConnectFailed("Connection refused"))),
                        new Provenance.Tried(Optional.empty(), 502, Optional.empty())))
                .withRoute("orders")
                .withStep("orders/retry#1")
                .withProtocol(RequestHead.Version.HTTP_2);
        return request -> {
            ticker.advance(Duration.ofMillis(7));
            return Response.failed(new Failure.Overloaded("too many"), provenance);
        };
    }

    @Test
    void saysWhatFailed() {
        Failure failure = new Failure.ConnectFailed("Connection refused");
        String line = line(options -> options, get("/"), next -> Response.failed(failure, Provenance.LOCAL));
        assertThat(line)
                .contains("\"status\":502,\"reason\":\"connect-failed\"")
                .contains("\"failure\":\"connect-failed\",\"detail\":\"Connection refused\"");
    }

    @Test
    void tellsTheStatusOfACallOfGrpcFromItsTrailers() {
        assertThat(line(options -> options, GrpcAnswers.call(), next -> GrpcAnswers.ended(14)))
                .contains("\"status\":200,\"grpc_status\":14,");
        lines.clear();
        String logfmt = line(
                options -> options.format(TraceFormat.LOGFMT), GrpcAnswers.call(), next -> GrpcAnswers.trailersOnly(0));
        assertThat(logfmt).contains(" status=200 grpc_status=0 ");
        lines.clear();
        assertThat(line(options -> options.format(TraceFormat.ECS), GrpcAnswers.call(), next -> GrpcAnswers.ended(14)))
                .contains("\"grpc_status\":14,");
        lines.clear();
        assertThat(line(options -> options, get("/"), next -> ok())).doesNotContain("grpc");
    }

    @Test
    void namesTheUpstreamsThatFailedBeforeTheLastAttempt() {
        Provenance last = new Provenance(Optional.of(Upstream.of("http://10.0.0.3:9001")), 3, "", Timings.NONE)
                .after(List.of(
                        new Provenance.Tried(
                                Optional.of(Upstream.of("http://10.0.0.1:9001")),
                                502,
                                Optional.of(new Failure.ConnectFailed("Connection refused"))),
                        new Provenance.Tried(Optional.of(Upstream.of("http://10.0.0.2:9001")), 503, Optional.empty())));
        String line = line(options -> options, get("/"), next -> ok().withProvenance(last));
        assertThat(line)
                .contains("\"upstream\":\"http://10.0.0.3:9001\",\"attempts\":3,")
                .contains("\"tried\":[{\"upstream\":\"http://10.0.0.1:9001\",\"status\":502,"
                        + "\"failure\":\"connect-failed\",\"detail\":\"Connection refused\"},"
                        + "{\"upstream\":\"http://10.0.0.2:9001\",\"status\":503}],");
    }

    @Test
    void boundsALineWithManyAttempts() {
        Provenance.Tried wordy = new Provenance.Tried(
                Optional.of(Upstream.of("http://a/" + "b".repeat(5_000))),
                502,
                Optional.of(new Failure.ConnectFailed("\u00e9".repeat(5_000))));
        Provenance last = new Provenance(Optional.empty(), 100, "", Timings.NONE).after(Collections.nCopies(99, wordy));
        String line = line(options -> options, get("/"), next -> ok().withProvenance(last));
        assertThat(line.length()).isLessThan(16 << 10);
        assertThat(line).contains("\"attempts\":100,");
    }

    @Test
    void writesTheCommonLogFormat() {
        String line = line(
                options -> options.format(TraceFormat.COMMON),
                get("/a\"b"),
                next -> Response.of(Status.NOT_FOUND_404, "no"));
        assertThat(line).isEqualTo("192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] \"GET /a\\\"b HTTP/1.1\" 404 2");
    }

    @Test
    void writesTheCombinedLogFormat() {
        Request request = request("GET", "/", Fields.of("User-Agent", "curl/8", "Referer", "http://a/"), Body.empty());
        assertThat(line(options -> options.format(TraceFormat.COMBINED), request, next -> ok()))
                .isEqualTo("192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 - "
                        + "\"http://a/\" \"curl/8\"");
    }

    @ParameterizedTest
    @EnumSource
    void letsNobodyForgeALine(TraceFormat format) {
        Fields fields = Fields.of("User-Agent", "\"}\t\\ÿ", "Host", "é\"");
        Request request = request("G\u001bT", "/\r\n\"}{\"x\u0000\u0085ÿ\u007f", fields, Body.empty());
        String line = line(options -> options.format(format).requestHeaders("User-Agent"), request, next -> ok());
        assertThat(line.replace("\u007f", "")).matches("[\\x20-\\x7e]+");
        assertThat(line).doesNotContain("\"}{\"");
    }

    @Test
    void neverShowsTheValueOfASecret() {
        Fields fields = Fields.of("AUTHORIZATION", "s3cret", "x-api-key", "s3cret", "X-Mine", "s3cret");
        String line = line(
                options -> options.requestHeaders("Authorization", "X-Api-Key", "x-mine")
                        .responseHeaders("set-cookie")
                        .redact("X-MINE"),
                request("GET", "/", fields, Body.empty()),
                next -> Response.of(Status.OK_200, Fields.of("Set-Cookie", "s3cret"), Body.empty()));
        assertThat(line).doesNotContain("s3cret").contains("\"x-mine\":[\"[redacted]\"]");
    }

    @Test
    void writesALineForABugWhereOxyWritesNone() {
        Trace trace = trace(options -> options);
        assertThatThrownBy(() -> trace.handle(get("/"), next -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        trace.close();
        assertThat(lines).singleElement().asString().contains("\"status\":500");
    }

    @Test
    void writesOneLineForEachWayAnExchangeEnds() {
        Trace trace = trace(options -> options);
        Gate rejecting = request ->
                Verdict.reject(Response.of(Status.FORBIDDEN_403).withProvenance(Provenance.local("access-denied")));
        Response rejected = trace.handle(get("/rejected"), rejecting.around(next -> ok()));
        send(rejected);
        rejected.close();
        trace.handle(get("/discarded"), next -> ok()).close();
        Response broken = trace.handle(post("/broken", "body"), next -> ok());
        broken.end(Outcome.broken(broken, new Failure.ClientGone(Failure.Sent.ALL), 4, 2));
        Response refusal = Response.of(Status.BAD_REQUEST_400).withProvenance(Provenance.local("malformed"));
        trace.record(get("/refused"), Outcome.sent(refusal, 0, 0));
        trace.close();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("\"status\":403,\"reason\":\"access-denied\"");
        assertThat(lines.get(1)).contains("\"ending\":\"discarded\"");
        assertThat(lines.get(2))
                .contains("\"status\":499")
                .contains("\"bytes_in\":4,\"bytes_out\":2,\"ending\":\"broken\",\"failure\":\"client-gone\"");
        assertThat(lines.get(3)).contains("\"status\":400,\"reason\":\"malformed\"");
        assertThat(trace.dropped()).isZero();
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        TraceOptions.Builder builder = TraceOptions.builder()
                .sample(100.5)
                .slowerThan(Duration.ofMillis(-1))
                .capacity(1)
                .maxWaitingBytes(10)
                .requestHeaders("a b")
                .responseHeaders("");
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        all -> assertThat(all.mistakes())
                                .containsExactly(
                                        "requestHeaders has 'a b', which is not a name",
                                        "responseHeaders has '', which is not a name",
                                        "sample must be 0..100 percent, is 100.5",
                                        "slowerThan must not be negative, is PT-0.001S",
                                        "capacity must be 2 lines or more, is 1",
                                        "maxWaitingBytes must be 1024 or more, is 10"));
    }

    @Test
    void tellsAtStartThatAFileCannotBeOpened(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("no/such/directory/log");
        assertCannotBeOpened(missing, "file '" + missing + "' cannot be opened: its directory does not exist");
        assertCannotBeOpened(directory, "file '" + directory + "' cannot be opened: it is a directory");
        Path file = Files.createFile(directory.resolve("file"));
        assertCannotBeOpened(
                file.resolve("log"), "file '" + file + "/log' cannot be opened: its directory does not exist");
    }

    private void assertCannotBeOpened(Path path, String problem) {
        TraceOptions options = TraceOptions.builder().file(path).build();
        assertThat(TraceType.TYPE.problems(options)).containsExactly(problem);
        assertThatThrownBy(() -> new Trace(options, ticker)).hasMessage(problem);
    }

    @Test
    void opensNothingBeforeItIsMade(@TempDir Path directory) {
        Path log = directory.resolve("log");
        TraceOptions options = TraceOptions.builder().file(log).build();
        assertThat(options.problems()).isEmpty();
        assertThat(TraceType.TYPE.describe(options)).isEqualTo("trace(json to file " + log + ")");
        assertThat(log).doesNotExist();
        new Trace(options, ticker).close();
        assertThat(log).exists();
    }

    @Test
    void isDataThatIsComparedByValueAndCanBeWrittenAndRead() {
        Supplier<TraceOptions> written = () -> TraceOptions.builder()
                .format(TraceFormat.COMBINED)
                .file(Path.of("/var/log/access.log"))
                .requestHeaders("User-Agent")
                .responseHeaders("Content-Type")
                .redact("X-Mine")
                .redactParameters("mine")
                .sample(12.5)
                .slowerThan(Duration.ofMillis(250))
                .capacity(10)
                .maxWaitingBytes(1 << 20)
                .build();
        TraceOptions options = written.get();
        assertThat(options).isEqualTo(written.get()).hasSameHashCodeAs(written.get());
        Map<String, Object> data = TraceType.TYPE.options().stream()
                .collect(Collectors.toMap(OptionSpec::key, option -> option.write(options)));
        assertThat(TraceType.TYPE.read(OptionValues.of(TraceType.TYPE, data))).isEqualTo(options);
        assertThat(TraceOptions.builder().lines(lines::add).build())
                .as("a lambda is opaque")
                .isNotEqualTo(TraceOptions.builder().lines(lines::add).build());
        Consumer<String> consumer = lines::add;
        assertThat(TraceOptions.builder().lines(consumer).build())
                .isEqualTo(TraceOptions.builder().lines(consumer).build());
    }

    @Test
    void writesLinesOfAboutThePercentageThatIsSampled() {
        Trace trace = trace(options -> options.sample(10));
        for (int i = 0; i < 5_000; i++) {
            send(trace.handle(get("/"), next -> ok()));
        }
        trace.close();
        assertThat(lines).as("10 % of 5 000, 8 standard deviations").hasSizeBetween(330, 670);
        assertThat(trace.dropped()).isZero();
    }

    @Test
    void writesAllLinesOfAnExchangeOrNone() {
        Trace trace = trace(options -> options.sample(50));
        for (int i = 0; i < 200; i++) {
            Request request = get("/" + i);
            for (int attempt = 0; attempt < 3; attempt++) {
                send(trace.handle(request.withBody(Body.of("" + attempt)), next -> ok()));
            }
        }
        trace.close();
        Map<String, Long> byTarget = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.replaceAll(".*\"target\":\"([^\"]*)\".*", "$1"), Collectors.counting()));
        assertThat(byTarget).hasSizeBetween(40, 160);
        assertThat(byTarget.values()).containsOnly(3L);
    }

    @Test
    void writesLinesOfWhatFailsOrIsSlowThoughNothingIsSampled() {
        Trace trace = trace(options -> options.sample(0).slowerThan(Duration.ofMillis(300)));
        send(trace.handle(get("/ordinary"), next -> ok()));
        send(trace.handle(get("/not-found"), next -> Response.of(Status.NOT_FOUND_404)));
        send(trace.handle(get("/error"), next -> Response.of(Status.INTERNAL_SERVER_ERROR_500)));
        trace.handle(get("/discarded"), next -> Response.failed(new Failure.ConnectFailed("no"), Provenance.LOCAL))
                .close();
        Response broken = trace.handle(get("/broken"), next -> ok());
        broken.end(Outcome.broken(broken, new Failure.ClientGone(Failure.Sent.ALL), 0, 2));
        send(trace.handle(GrpcAnswers.call(), next -> GrpcAnswers.ended(5)));
        send(trace.handle(GrpcAnswers.call(), next -> GrpcAnswers.ended(13)));
        send(trace.handle(get("/slow"), next -> {
            ticker.advance(Duration.ofMillis(300));
            return ok();
        }));
        trace.close();
        assertThat(lines.stream().map(line -> line.replaceAll(".*\"target\":\"([^\"]*)\".*", "$1")))
                .containsExactly("/error", "/discarded", "/broken", "/service/method", "/slow");
    }

    @ParameterizedTest
    @EnumSource
    void showsNoSecretOfAUrl(TraceFormat format) {
        Fields fields = Fields.of(
                "Referer", "https://a.test/?x=1&Access_Token=s3cret#id_token=s3cret",
                "X-Own", "/cb?code=s3cret");
        String line = line(
                options -> options.format(format)
                        .requestHeaders("Referer", "X-Own")
                        .responseHeaders("Location")
                        .redactParameters("MINE"),
                request("GET", "/a?b=c&token=s3cret&%6bey=s3cret;sig=s3cret&mine=s3cret&d", fields, Body.empty()),
                next -> Response.of(
                        Status.FOUND_302, Fields.of("Location", "/next?a=/x?password=s3cret"), Body.empty()));
        assertThat(line)
                .doesNotContain("s3cret")
                .contains("/a?b=c&token=[redacted]&%6bey=[redacted];sig=[redacted]&mine=[redacted]&d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a?", "/a?b", "/token=x", "/a?tokens=x&xtoken=y&=z&token", "*", "/a?b#c", "/?&&"})
    void leavesAUrlWithoutSecretsAsItIs(String target) {
        assertThat(line(options -> options.format(TraceFormat.OXY), get(target), next -> ok()))
                .contains("\"url\":\"" + target + "\"");
    }

    @ParameterizedTest
    @EnumSource
    void writesNoLineThatIsLongerThanALogCanTake(TraceFormat format) {
        String huge = "é".repeat(30_000);
        Fields fields = Fields.of("Host", huge, "User-Agent", huge, "Referer", huge, "X-Request-Id", huge, "X-A", huge);
        String line = line(
                options -> options.format(format).requestHeaders("X-A").maxWaitingBytes(1 << 20),
                request("M".repeat(500), "/?token=s3cret&" + huge, fields, Body.empty()),
                next -> Response.failed(new Failure.ConnectFailed("x".repeat(10_000)), Provenance.LOCAL));
        assertThat(line.length()).isBetween(300, 16 << 10);
        assertThat(line).contains("MMM...").contains("token=[redacted]").doesNotContain("s3cret");
        assertThat(line.contains("\"shortened\":true"))
                .isEqualTo((format == TraceFormat.JSON) || (format == TraceFormat.ECS));
        assertThat(line.endsWith(" shortened=true")).isEqualTo(format == TraceFormat.LOGFMT);
    }
}
