package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that speak HTTP/1.0, which knows no chunks (RFC 9112 §6.1). */
@Timeout(20)
class Http10Test {
    private final Forwarding forwarding = new Forwarding();

    @AfterEach
    void close() {
        forwarding.close();
    }

    private static FakeUpstream answering(String version) {
        return FakeUpstream.answering(version + " 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    private static Request upload(Body body, String... more) {
        Fields fields = Fields.of("Host", "h", "Transfer-Encoding", "chunked");
        for (int i = 0; i < more.length; i += 2) {
            fields = fields.with(more[i], more[i + 1]);
        }
        return Exchanges.request("POST", "/", fields, body);
    }

    @Test
    void measuresABodyForAnUpstreamThatAnsweredInHttp10_rfc9112_6_1() {
        try (FakeUpstream upstream = answering("HTTP/1.0")) {
            forwarding.get(upstream);
            Request request = upload(TrackedBody.ofUnknownLength("x".repeat(64 * 1024)));
            assertThat(Exchanges.send(forwarding.handle(request, upstream))).isEqualTo("ok");
            assertThat(upstream.heads().getLast())
                    .contains("\r\nContent-Length: 65536\r\n")
                    .doesNotContain("Transfer-Encoding");
            Request empty = upload(TrackedBody.ofUnknownLength(""));
            assertThat(Exchanges.send(forwarding.handle(empty, upstream))).isEqualTo("ok");
            assertThat(upstream.heads().getLast()).contains("\r\nContent-Length: 0\r\n");
        }
    }

    /**
     * Nobody can know it then. A server of HTTP/1.0 that keeps connections does not know the field, takes the request for one
     * without a body, and the chunks for the next one.
     */
    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "411 Length Required", "400 Bad Request"})
    void theFirstChunksToAnUpstreamOfHttp10AreTheLastOnTheirConnection_rfc9112_6_1(String status) {
        String answer = "HTTP/1.0 " + status + "\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok";
        try (FakeUpstream upstream = FakeUpstream.scripted(connection -> {
            while (!connection.readHead().isEmpty()) {
                connection.write(answer);
            }
        })) {
            Request first = upload(TrackedBody.ofUnknownLength("GET /secret HTTP/1.1\r\nHost: x\r\n\r\n"));
            try (Response response = forwarding.handle(first, upstream)) {
                assertThat(response.status().code()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
                assertThat(Exchanges.send(response)).isEqualTo("ok");
            }
            assertThat(forwarding.open(upstream)).isZero();
            Request second = upload(TrackedBody.ofUnknownLength("hello"));
            Exchanges.send(forwarding.handle(second, upstream));
            assertThat(upstream.connections()).isEqualTo(2);
            assertThat(upstream.heads().getLast())
                    .startsWith("POST / HTTP/1.1\r\n")
                    .contains("\r\nContent-Length: 5\r\n")
                    .doesNotContain("Transfer-Encoding");
        }
    }

    @Test
    void keepsTheConnectionOfARequestWithALengthToAnUpstreamOfHttp10() {
        String answer = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok";
        try (FakeUpstream upstream = FakeUpstream.answering(answer)) {
            forwarding.get(upstream);
            Exchanges.send(forwarding.handle(upload(TrackedBody.ofUnknownLength("hello")), upstream));
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void anUpstreamThatClosesOverChunksIsABadGateway() {
        try (FakeUpstream upstream = FakeUpstream.scripted(FakeUpstream.Connection::readHead);
                Response response = forwarding.handle(upload(TrackedBody.ofUnknownLength("hello")), upstream)) {
            assertThat(response.status().code()).isEqualTo(502);
        }
    }

    @Test
    void sendsNoChunksToAnUpstreamThatWasUnusedFor59Minutes() {
        try (FakeUpstream upstream = answering("HTTP/1.0")) {
            forwarding.get(upstream);
            for (int minute = 0; minute < 59; minute++) {
                forwarding.pass(Duration.ofMinutes(1));
            }
            Exchanges.send(forwarding.handle(upload(TrackedBody.ofUnknownLength("hello")), upstream));
            assertThat(upstream.heads().getLast()).contains("\r\nContent-Length: 5\r\n");
            for (int minute = 0; minute < 61; minute++) {
                forwarding.pass(Duration.ofMinutes(1));
            }
            assertThat(forwarding.pools()).as("is forgotten some day").isZero();
        }
    }

    @Test
    void answers411IfTheBodyIsTooLongToBeMeasured() {
        try (FakeUpstream upstream = answering("HTTP/1.0")) {
            forwarding.get(upstream);
            Request request = upload(TrackedBody.ofUnknownLength("x".repeat(64 * 1024 + 1)));
            try (Response response = forwarding.handle(request, upstream)) {
                assertThat(response.status().code()).isEqualTo(411);
                assertThat(response.provenance().reason()).isEqualTo("length-required");
                assertThat(upstream.heads()).hasSize(1);
            }
        }
    }

    @Test
    void answersForAClientWhoseBodyBreaksWhileItIsMeasured() {
        try (FakeUpstream upstream = answering("HTTP/1.0")) {
            forwarding.get(upstream);
            Body broken = new BrokenBody();
            try (Response response = forwarding.handle(upload(broken), upstream)) {
                assertThat(response.status().code()).isEqualTo(400);
            }
        }
    }

    /** A body of unknown length whose framing is wrong from the start. */
    private static final class BrokenBody implements Body {
        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            throw new TransferException(new Failure.ClientBroken(Status.BAD_REQUEST_400, "not a chunk"));
        }
    }

    @Test
    void asksForTheBodyInPlaceOfTheUpstreamThatCannot_rfc9110_10_1_1() {
        try (FakeUpstream upstream = answering("HTTP/1.0")) {
            forwarding.get(upstream);
            Request request = upload(TrackedBody.ofUnknownLength("hello"), "Expect", "100-continue");
            assertThat(Exchanges.send(forwarding.handle(request, upstream))).isEqualTo("ok");
            assertThat(((FakeClient) request.client()).interim()).containsExactly(Status.CONTINUE_100);
            assertThat(upstream.heads().getLast()).doesNotContain("Expect");
        }
    }

    @Test
    void sendsChunksAgainOnceTheUpstreamAnswersInHttp11() {
        AtomicInteger count = new AtomicInteger();
        FakeUpstream.Script script = connection -> {
            while (connection.readRequest()) {
                int minor = Math.min(count.getAndIncrement(), 1);
                connection.write("HTTP/1." + minor + " 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (FakeUpstream upstream = FakeUpstream.scripted(script)) {
            forwarding.get(upstream);
            forwarding.get(upstream);
            Exchanges.send(forwarding.handle(upload(TrackedBody.ofUnknownLength("hello")), upstream));
            assertThat(upstream.heads().get(2)).contains("\r\nTransfer-Encoding: chunked\r\n");
        }
    }
}
