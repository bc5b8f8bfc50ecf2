package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection in steady use ends some day, so that changes of DNS and of balancers behind it are followed. */
@Timeout(20)
class ConnectionLifetimeTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void opensAnotherConnectionOnceTheOldOneHasReachedItsAge() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnectionAge(Duration.ofSeconds(100)));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            busyFor(forwarding, upstream, 74);
            assertThat(upstream.connections()).as("three quarters of the age").isEqualTo(1);
            busyFor(forwarding, upstream, 27);
            assertThat(upstream.connections()).as("the whole age").isEqualTo(2);
        }
    }

    private static void busyFor(Forwarding forwarding, FakeUpstream upstream, int seconds) {
        for (int i = 0; i < seconds; i++) {
            forwarding.get(upstream);
            forwarding.pass(Duration.ofSeconds(1));
        }
        forwarding.get(upstream);
    }

    @Test
    void endsConnectionsThatWereOpenedTogetherAtDifferentTimes() {
        try (Forwarding forwarding = new Forwarding(options ->
                        options.maxConnectionAge(Duration.ofSeconds(100)).idleTimeout(Duration.ofHours(1)));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            List<Response> together = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                together.add(forwarding.handle(Exchanges.get("/"), upstream));
            }
            together.forEach(Exchanges::send);
            TreeSet<Integer> left = new TreeSet<>();
            for (int second = 1; second <= 100; second++) {
                forwarding.pass(Duration.ofSeconds(1));
                int open = forwarding.open(upstream);
                assertThat(open).as("after %s s", second).isEqualTo(second < 75 ? 20 : open);
                left.add(open);
            }
            assertThat(left.first()).isZero();
            assertThat(left).as("numbers of connections that were seen").hasSizeGreaterThan(8);
        }
    }

    @Test
    void letsAnExchangeEndThatOutlivesTheAgeOfItsConnection() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnectionAge(Duration.ofSeconds(100)));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Response slow = forwarding.handle(Exchanges.get("/"), upstream);
            forwarding.pass(Duration.ofSeconds(101));
            assertThat(Exchanges.send(slow)).isEqualTo("ok");
            Forwarding.await(() -> upstream.openConnections() == 0);
            assertThat(forwarding.open(upstream)).isZero();
        }
    }

    @Test
    void keepsConnectionsOfAnyAgeIfToldTo() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnectionAge(Duration.ZERO));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            busyFor(forwarding, upstream, 1_000);
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsNoMoreThanTheGivenNumberOfRequestsOnAConnection() {
        try (Forwarding forwarding = new Forwarding(options -> options.maxConnectionRequests(3));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            for (int i = 0; i < 7; i++) {
                assertThat(forwarding.get(upstream)).isEqualTo("ok");
            }
            assertThat(upstream.connections()).isEqualTo(3);
        }
    }
}
