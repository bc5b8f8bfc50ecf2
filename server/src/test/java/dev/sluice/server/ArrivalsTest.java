package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.peer.Trust;
import dev.sluice.testkit.RawClient;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fields of a client come in: what is of the hop, or forged, is gone before the first gate (RFC 9110 §7.6.1). */
class ArrivalsTest {
    private static final Trust HERE = Trust.in("127.0.0.0/8");

    /** What the first gate of a pipeline sees. */
    private static Fields seen(Host host, Trust trust, String... lines) throws IOException {
        BlockingQueue<Fields> seen = new LinkedBlockingQueue<>();
        try (Host.Running server = host.start(
                        request -> {
                            seen.add(host == Host.WIRE_HTTP2 ? capitalized(request.fields()) : request.fields());
                            return Response.of(Status.OK_200);
                        },
                        trust);
                RawClient client = server.connect()) {
            String head = "GET / HTTP/1.1\r\nHost: a.test\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
            assertThat(client.send(head).answer().status()).isEqualTo(200);
            return seen.remove();
        }
    }

    /** Names as they were before they had to be in lower case (RFC 9113 §8.2). */
    private static Fields capitalized(Fields fields) {
        FieldsBuilder builder = Fields.builder();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            builder.add(Host.capitalized(name), fields.value(i));
        }
        return builder.build();
    }

    private static Stream<Arguments> inBoth(String... names) {
        return Stream.of(Host.values()).flatMap(host -> Stream.of(names).map(name -> Arguments.of(host, name)));
    }

    static Stream<Arguments> hopByHop() {
        return inBoth(
                "Connection",
                "Proxy-Connection",
                "keep-alive",
                "TE",
                "Upgrade",
                "HTTP2-Settings",
                "Proxy-Authorization",
                "Proxy-Authenticate");
    }

    @ParameterizedTest(name = "{0}: {1} does not come in")
    @MethodSource("hopByHop")
    void hopByHopFieldsStayOutside(Host host, String name) throws IOException {
        assertThat(seen(host, HERE, name + ": x", "X-A: 1")).hasToString("Host: a.test\nX-A: 1\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = "WIRE_HTTP2", mode = EnumSource.Mode.EXCLUDE) // it has no Connection field
    void fieldsThatConnectionNominatesStayOutside(Host host) throws IOException {
        Fields fields = seen(
                host,
                Trust.NOBODY,
                "Connection: x-mine , keep-alive",
                "x-mine: 1",
                "X-Other: 2",
                "X-Mine: 3",
                "Connection: X-Own",
                "X-Own: 4");
        assertThat(fields).hasToString("Host: a.test\nX-Other: 2\n");
    }

    static Stream<Arguments> essential() {
        return inBoth(
                "Host", "Authorization", "Cookie", "Content-Type", "Cache-Control", "Via", "Range", "X-Forwarded-For");
    }

    @ParameterizedTest(name = "{0}: Connection cannot take {1} away")
    @MethodSource("essential")
    void connectionTakesNoEssentialFieldAway(Host host, String name) throws IOException {
        String line = name.equals("Host") ? "X-A: 1" : name + ": v";
        assertThat(seen(host, HERE, "Connection: " + name, line).contains(name)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theBodyIsFramedAsItWasWhateverConnectionSays(Host host) throws IOException {
        Echo echo = new Echo();
        for (String framed :
                List.of("Content-Length: 2\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")) {
            try (Host.Running server = host.start(echo);
                    RawClient client = server.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: Content-Length, Transfer-Encoding\r\n" + framed);
                assertThat(client.answer().body()).contains("\n\nhi\n").doesNotContain("Transfer-Encoding");
                assertThat(client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .body())
                        .startsWith("GET /next\n");
            }
        }
    }

    static Stream<Arguments> forged() {
        return inBoth(
                "X-Forwarded-For",
                "x-forwarded-prefix",
                "X-Forwarded-Ssl",
                "X-Forwarded-Scheme",
                "X-Forwarded-Uri",
                "X-Forwarded-User",
                "X-Forwarded-Client-Cert",
                "X-Forwarded-Tls-Client-Cert",
                "X-Forwarded",
                "Forwarded",
                "Forwarded-For",
                "X-Real-Ip",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Cluster-Client-Ip",
                "Front-End-Https",
                "X-Original-URL",
                "X-Original-Host",
                "X-Rewrite-URL",
                "X-Url-Scheme",
                "X_Forwarded_For",
                "X-Forwarded_Anything",
                "x_real-ip",
                "Front_End_Https",
                "True_Client_IP",
                "X-Country",
                "x_country",
                "User-Agent");
    }

    @ParameterizedTest(name = "{0}: {1} comes in from a trusted hop only")
    @MethodSource("forged")
    void whatLooksLikeAForwardedFieldComesInFromTrustedHopsOnly(Host host, String name) throws IOException {
        Trust trust = HERE.guarding("X-Country", "User-Agent");
        assertThat(seen(host, trust, name + ": 1", "X-A: 2").first(name)).contains("1");
        Trust others = Trust.in("10.0.0.0/8").guarding("X-Country", "User-Agent");
        assertThat(seen(host, others, name + ": 1", "X-A: 2")).hasToString("Host: a.test\nX-A: 2\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void othersComeInFromAnybody(Host host) throws IOException {
        String[] names = {"X-Forward", "X-Forwarder-Id", "X-Realip", "X-Original-Filename", "X-Country", "Content_Type"
        };
        Fields fields = seen(
                host, Trust.NOBODY, Stream.of(names).map(name -> name + ": 1").toArray(String[]::new));
        assertThat(names).allSatisfy(name -> assertThat(fields.contains(name)).isTrue());
    }

    /** RFC 9110 §7.8: only with Connection, only in HTTP/1.1, and never to HTTP/2. */
    @Test
    void anUpgradeComesInWhereTheWireHostCanGrantIt() throws IOException {
        assertThat(seen(Host.WIRE, HERE, "Connection: keep-alive, Upgrade, X-B", "Upgrade: websocket", "X-B: 1"))
                .hasToString("Host: a.test\nUpgrade: websocket\nConnection: Upgrade\n");
        assertThat(seen(Host.WIRE, HERE, "Upgrade: websocket")).hasToString("Host: a.test\n");
        assertThat(seen(Host.WIRE, HERE, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: A"))
                .hasToString("Host: a.test\n");
        assertThat(seen(Host.PORTABLE, HERE, "Connection: Upgrade", "Upgrade: websocket"))
                .hasToString("Host: a.test\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void thatTheClientTakesTrailersComesIn(Host host) throws IOException {
        assertThat(seen(host, HERE, "TE: gzip, trailers", "Connection: TE"))
                .hasToString(
                        host == Host.WIRE_HTTP2
                                ? "Host: a.test\nTE: trailers\n"
                                : "Host: a.test\nTE: gzip, trailers\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void gatesAsFiltersSeeNothingForgedEither(Host host) throws Exception {
        BlockingQueue<Fields> seen = new LinkedBlockingQueue<>();
        Gate gate = request -> {
            seen.add(request.fields());
            return Verdict.reject(Response.of(Status.FORBIDDEN_403));
        };
        try (Host.Running server = host.start(Host.pipeline(List.of(gate), request -> Response.of(Status.OK_200)));
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Real-Ip: 6.6.6.6\r\nConnection: X-A\r\nX-A: 1\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
        }
        // in HTTP/2 no field can be nominated
        assertThat(seen.remove()).hasToString(host == Host.WIRE_HTTP2 ? "host: a\nx-a: 1\n" : "Host: a\n");
    }

    @Test
    void recordersOfRefusedMessagesAreToldNothingForged() throws Exception {
        BlockingQueue<Request> told = new LinkedBlockingQueue<>();
        ExchangeRecorder recorder = (request, outcome) -> told.add(request);
        try (Host.Running server = Host.wire(
                        routing -> {}, List.of(recorder), WireOptions.builder().build());
                RawClient client = server.connect()) {
            client.send("TRACE / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n")
                    .answer();
            Request request = told.poll(5, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            assertThat(request.fields()).hasToString("Host: a\n");
            assertThat(request.client().origin().text()).isEqualTo("127.0.0.1");
        }
    }
}
