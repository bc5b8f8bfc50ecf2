package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Damaged messages, always the same ones: each is understood or refused by one of two exceptions, however it arrives;
 * and what was understood is written so that it is understood the same again.
 */
class WireFuzzTest {
    private static final int MESSAGES = 80_000;

    private static final List<String> REQUESTS = List.of(
            "GET /a/b?c=d HTTP/1.1\r\nHost: example.com\r\nAccept: */*\r\n\r\n",
            "GET http://a/b HTTP/1.0\r\nCookie: a=b\r\nX-Raw: \u00fc\u00ff\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;e=\"f\"\r\n world\r\n0\r\n\r\n",
            "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\nV: w\r\n\r\n",
            "\r\nOPTIONS * HTTP/1.1\r\nHost:\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\n\r\n");

    private static final List<String> RESPONSES = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\n\r\n5\r\nhello\r\n0\r\nT: u\r\n\r\n",
            "HTTP/1.0 404 Nicht gefunden \u00fc\r\nContent-Length: 3, 3\r\n\r\nabc",
            "HTTP/1.1 500 \r\nServer: x\r\n\r\nuntil the end",
            "HTTP/1.1 204 No Content\r\nDate: x\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");

    @Test
    void everyDamagedRequestIsRefusedOrUnderstoodByAllAlike() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check(REQUESTS, Exchange::request));
    }

    @Test
    void everyDamagedResponseIsRefusedOrUnderstoodByAllAlike() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check(RESPONSES, Exchange::response));
    }

    private static void check(List<String> seeds, Function<WireInput, Object> reader) {
        Random random = new Random(20_260_101);
        Mutations mutations = new Mutations(random, seeds);
        int understood = 0;
        for (int i = 0; i < MESSAGES; i++) {
            String raw = mutations.next();
            Object result = reader.apply(Wire.whole(raw));
            assertArrivesTheSame(raw, result, reader, random);
            if (result instanceof Exchange exchange) {
                understood++;
                assertThat(reader.apply(Wire.whole(exchange.serialised())))
                        .as("what was written for <%s>", raw)
                        .isEqualTo(exchange);
            }
        }
        assertThat(understood).as("neither all nor nothing").isBetween(MESSAGES / 10, MESSAGES * 9 / 10);
    }

    private static void assertArrivesTheSame(
            String raw, Object result, Function<WireInput, Object> reader, Random random) {
        assertThat(reader.apply(Wire.inParts(raw, 1)))
                .as("<%s> byte by byte", raw)
                .isEqualTo(result);
        int at = random.nextInt(raw.length() + 1);
        assertThat(reader.apply(Wire.splitAt(raw, at)))
                .as("<%s> split at %d", raw, at)
                .isEqualTo(result);
    }
}
