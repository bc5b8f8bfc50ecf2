package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.io.Deadlines;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.ManualTicker;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway never sends a message round in circles (RFC 9110 §7.6, RFC 8586). */
@Timeout(20)
class LoopTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static String marker(FakeUpstream upstream) {
        String head = upstream.heads().getFirst();
        int start = head.indexOf("CDN-Loop: ") + "CDN-Loop: ".length();
        return head.substring(start, head.indexOf("\r\n", start));
    }

    private static Request marked(String value) {
        return Exchanges.request("GET", "/", Fields.of("Host", "h", "cdn-loop", value), Body.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "other, %s", "%s; x=1", "%s ;x"})
    void answers508WhenARequestComesBack_rfc8586(String form) {
        try (Forwarding forwarding = new Forwarding(options -> options.via(""));
                FakeUpstream upstream = FakeUpstream.answering(OK)) {
            forwarding.get(upstream);
            Response response = forwarding.handle(marked(form.formatted(marker(upstream))), upstream);
            assertThat(response.status().code()).isEqualTo(508);
            assertThat(response.provenance().reason()).isEqualTo("loop");
            assertThat(upstream.heads()).as("not sent on").hasSize(1);
            response.close();
        }
    }

    @Test
    void passesWhatAnotherForwarderHasMarked() {
        ManualTicker ticker = new ManualTicker();
        Transports transports = new Transports(ticker, new Deadlines(ticker), new Random(4));
        try (FakeUpstream upstream = FakeUpstream.answering(OK);
                Forwarder outer = new Forwarder(ForwarderOptions.defaults(), transports);
                Forwarder inner = new Forwarder(ForwarderOptions.defaults(), transports)) {
            Exchanges.send(outer.handle(Exchanges.get("/").withUpstream(upstream.upstream())));
            Response second = inner.handle(marked(marker(upstream)).withUpstream(upstream.upstream()));
            assertThat(Exchanges.send(second)).isEqualTo("ok");
            assertThat(upstream.heads().get(1)).contains("cdn-loop: " + marker(upstream), "\r\nCDN-Loop: sluice-");
        }
    }
}
