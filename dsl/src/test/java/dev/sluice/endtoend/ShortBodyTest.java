package dev.sluice.endtoend;

import static dev.sluice.Sluice.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Proxy;
import dev.sluice.RunningProxy;
import dev.sluice.core.Body;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that reads a part of a body and passes the rest on has a bug, which is not the client's fault. */
class ShortBodyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static void readTen(Body body) {
        body.read(new byte[10], 0, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 200_000})
    void isABugOfTheGatewayAndNotABadRequest(int length) throws Exception {
        try (FakeUpstream upstream = FakeUpstream.answering(OK)) {
            Proxy proxy = proxy().use("reads", (request, next) -> {
                        readTen(request.body());
                        return next.handle(request);
                    })
                    .forward(upstream.url());
            try (RunningProxy running = proxy.listen("127.0.0.1", 0);
                    RawClient client = RawClient.connect(running.port())) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
                assertThat(client.answer().status()).isEqualTo(500);
            }
        }
    }
}
