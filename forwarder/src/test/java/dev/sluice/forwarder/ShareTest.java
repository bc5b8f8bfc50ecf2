package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client cannot take all of an upstream. */
@Timeout(20)
class ShareTest {
    private static final String GREEDY = "192.0.2.7";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final List<Response> held = new ArrayList<>();

    private static FakeUpstream upstream() {
        return FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    private static Forwarding bounded(int connections, int waiting) {
        return new Forwarding(options -> options.maxConnections(connections).maxWaiting(waiting));
    }

    private void hold(int count, String address, Forwarding forwarding, FakeUpstream upstream) {
        for (int i = 0; i < count; i++) {
            Response response = forwarding.handle(Exchanges.getFrom(address, "/"), upstream);
            assertThat(response.status().code()).isEqualTo(200);
            held.add(response);
        }
    }

    @AfterEach
    void close() {
        held.forEach(Response::close);
    }

    @Test
    void tellsClientsBehindATrustedHopApart() {
        try (Forwarding forwarding = bounded(16, 8);
                FakeUpstream upstream = upstream()) {
            for (int i = 1; i <= 12; i++) { // of one client, the ninth would wait
                Response response = forwarding.handle(behindAHop("203.0.113." + i), upstream);
                assertThat(response.status().code()).isEqualTo(200);
                held.add(response);
            }
        }
    }

    private static Request behindAHop(String address) {
        Origin origin =
                new Origin(Cidr.address(address), address, "http", "a", 80, new Origin.Way(List.of(), List.of(GREEDY)));
        RequestHead head = new RequestHead("GET", "/", Fields.of("Host", "a"));
        return Request.of(head, Body.empty(), FakeClient.at(GREEDY).speakingFor(origin), 0);
    }

    @Test
    void leavesHalfOfThePlacesToOthersOnceAClientHasItsShare() throws Exception {
        try (Forwarding forwarding = bounded(16, 8);
                FakeUpstream upstream = upstream()) {
            hold(8, GREEDY, forwarding, upstream);
            FutureTask<Response> ninth = forwarding.start(Exchanges.getFrom(GREEDY, "/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            hold(4, "192.0.2.8", forwarding, upstream);
            assertThat(ninth.isDone()).isFalse();
            for (int i = 0; i < 4; i++) { // 11, 10, 9, 8 in use: still half
                held.removeLast().close();
            }
            assertThat(ninth.isDone()).isFalse();
            Exchanges.send(held.removeFirst());
            assertThat(Exchanges.send(ninth.get()))
                    .as("served once a place of its own is free")
                    .isEqualTo("ok");
        }
    }

    @Test
    void servesOthersInLineBeforeAClientThatHasItsShare() throws Exception {
        try (Forwarding forwarding = bounded(8, 8);
                FakeUpstream upstream = upstream()) {
            hold(4, GREEDY, forwarding, upstream);
            hold(4, "192.0.2.8", forwarding, upstream);
            FutureTask<Response> greedy = forwarding.start(Exchanges.getFrom(GREEDY, "/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 1);
            FutureTask<Response> modest = forwarding.start(Exchanges.getFrom("192.0.2.9", "/"), upstream);
            Forwarding.await(() -> forwarding.waiting(upstream) == 2);
            held.removeLast().close();
            assertThat(Exchanges.send(modest.get())).isEqualTo("ok");
            assertThat(greedy.isDone()).isFalse();
            held.removeFirst().close();
            assertThat(Exchanges.send(greedy.get())).isEqualTo("ok");
        }
    }

    @Test
    void letsNobodyFillTheLine() {
        try (Forwarding forwarding = bounded(1, 8);
                FakeUpstream upstream = upstream()) {
            hold(1, "192.0.2.8", forwarding, upstream);
            List<FutureTask<Response>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(forwarding.start(Exchanges.getFrom(GREEDY, "/"), upstream));
            }
            Forwarding.await(() -> forwarding.waiting(upstream) == 4);
            Response fifth = forwarding.handle(Exchanges.getFrom(GREEDY, "/"), upstream);
            assertThat(fifth.failure()).containsInstanceOf(Failure.Overloaded.class);
            waiting.add(forwarding.start(Exchanges.getFrom("192.0.2.9", "/"), upstream));
            Forwarding.await(() -> forwarding.waiting(upstream) == 5);
            assertThat(waiting).noneMatch(FutureTask::isDone);
        }
    }

    @Test
    void takesSixtyFourBitsOfIpv6ForOneClient() {
        try (Forwarding forwarding = bounded(8, 0);
                FakeUpstream upstream = upstream()) {
            for (int i = 1; i <= 4; i++) {
                hold(1, "2001:db8:0:1::" + i, forwarding, upstream);
            }
            Response same = forwarding.handle(Exchanges.getFrom("2001:db8:0:1:ffff::1", "/"), upstream);
            assertThat(same.failure()).containsInstanceOf(Failure.Overloaded.class);
            hold(1, "2001:db8:0:2::1", forwarding, upstream);
        }
    }

    @Test
    void sharesNothingIfToldNotTo() {
        try (Forwarding forwarding =
                        new Forwarding(options -> options.maxConnections(16).clientShare(100));
                FakeUpstream upstream = upstream()) {
            hold(16, GREEDY, forwarding, upstream);
        }
    }

    @Test
    void letsOneClientUseAFewPlacesAlone() {
        try (Forwarding forwarding = bounded(4, 0);
                FakeUpstream upstream = upstream()) {
            hold(4, GREEDY, forwarding, upstream);
        }
    }

    private static Response upgraded(Forwarding forwarding, FakeUpstream upstream) {
        Fields fields = Fields.of("Host", "h", "Connection", "Upgrade", "Upgrade", "websocket");
        return forwarding.handle(Exchanges.request("GET", "/chat", fields, Body.empty()), upstream);
    }

    private static FakeUpstream switching() {
        return FakeUpstream.scripted(connection -> {
            String head = connection.readHead();
            if (head.contains("/chat")) {
                connection.write(SWITCHING);
                connection.readAll();
            } else {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @Test
    void givesThePlaceOfAConnectionBackThatHasBecomeATunnel() {
        try (Forwarding forwarding = bounded(1, 0);
                FakeUpstream upstream = switching()) {
            Response tunnel = upgraded(forwarding, upstream);
            held.add(tunnel);
            assertThat(tunnel.status().code()).isEqualTo(101);
            assertThat(forwarding.open(upstream)).isZero();
            assertThat(forwarding.tunnels(upstream)).isEqualTo(1);
            assertThat(forwarding.get(upstream)).isEqualTo("ok");
            tunnel.close();
            assertThat(forwarding.tunnels(upstream)).isZero();
        }
    }

    @Test
    void answers503WhenThereAreTooManyTunnelsWithoutAskingTheUpstream() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxTunnels(1));
                FakeUpstream upstream = switching()) {
            Response first = upgraded(forwarding, upstream);
            held.add(first);
            Response second = upgraded(forwarding, upstream);
            held.add(second);
            assertThat(first.status().code()).isEqualTo(101);
            assertThat(second.status().code()).isEqualTo(503);
            assertThat(second.failure()).containsInstanceOf(Failure.Overloaded.class);
            assertThat(upstream.heads()).hasSize(1);
            first.close();
            try (Response third = upgraded(forwarding, upstream)) {
                assertThat(third.status().code()).isEqualTo(101);
            }
        }
    }

    @Test
    void remembersAPoolThatHasATunnel() {
        try (Forwarding forwarding = new Forwarding();
                FakeUpstream upstream = switching()) {
            Response tunnel = upgraded(forwarding, upstream);
            held.add(tunnel);
            assertThat(tunnel.status().code()).isEqualTo(101);
            forwarding.pass(Duration.ofMinutes(5));
            assertThat(forwarding.pools()).isEqualTo(1);
            tunnel.close();
            forwarding.pass(Duration.ofMinutes(5));
            assertThat(forwarding.pools()).isZero();
        }
    }
}
