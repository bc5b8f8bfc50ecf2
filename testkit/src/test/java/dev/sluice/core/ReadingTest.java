package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What middlewares and handlers of users read first. */
class ReadingTest {
    @Test
    void readsABodyAsTextBytesAndStream() throws IOException {
        assertThat(Body.of("grüße").text()).isEqualTo("grüße");
        assertThat(Body.of("ab").bytes()).isEqualTo("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(Body.of("ab").inputStream().readAllBytes()).isEqualTo("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(Body.empty().inputStream().read()).isEqualTo(-1);
    }

    @Test
    void closesTheBodyWithItsStream() throws IOException {
        TrackedBody body = TrackedBody.of("upload");
        body.inputStream().close();
        assertThat(body.closed()).isTrue();
    }

    @Test
    void doesNotHoldABodyWithoutEnd() {
        Body endless = new Body() {
            @Override
            public long length() {
                return UNKNOWN;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        assertThatThrownBy(endless::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("16777216");
    }

    @Test
    void namesTheHostWithoutItsPort() {
        assertThat(withHost("Example.COM:8080").host()).isEqualTo("example.com");
        assertThat(withHost("[::1]:80").host()).isEqualTo("[::1]");
        assertThat(withHost("[::1]").host()).isEqualTo("[::1]");
        assertThat(Exchanges.request("GET", "/", Fields.EMPTY, Body.empty()).host())
                .isEmpty();
    }

    private static Request withHost(String host) {
        return Exchanges.request("GET", "/", Fields.of("Host", host), Body.empty());
    }

    @Test
    void findsACookie() {
        Request request =
                Exchanges.request("GET", "/", Fields.of("Cookie", "a=1; SID=x=y", "Cookie", "b=2"), Body.empty());
        assertThat(request.cookie("SID")).contains("x=y");
        assertThat(request.cookie("b")).contains("2");
        assertThat(request.cookie("sid")).isEmpty();
    }

    @Test
    void answersWithJson() {
        Response json = Response.json(Status.OK_200, "{}");
        assertThat(json.fields().first("Content-Type")).contains("application/json");
        assertThat(json.body().text()).isEqualTo("{}");
    }
}
