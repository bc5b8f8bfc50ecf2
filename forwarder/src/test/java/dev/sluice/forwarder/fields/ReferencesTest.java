package dev.sluice.forwarder.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Upstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs that the upstream sends, as a client of {@code https://shop.example} gets them. */
class ReferencesTest {
    private static References references(String upstream, String sentHost) {
        return new References(Upstream.of(upstream), sentHost, "https", "shop.example");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app:9001/x?y#z, https://shop.example/x?y#z",
        "HTTP://App:9001, https://shop.example/",
        "http://app:9001?y, https://shop.example/?y",
        "//app:9001/x, https://shop.example/x",
        "/x, /x",
        "x/y, x/y",
        "http://app/x, http://app/x",
        "https://app:9001/x, https://shop.example/x",
        "http://app.evil:9001/x, http://app.evil:9001/x",
        "http://app:9001@evil/x, http://app:9001@evil/x",
        "ftp://app:9001/x, ftp://app:9001/x",
        "https://shop.example/x, https://shop.example/x",
        "'', ''"
    })
    void namesTheGatewayInPlaceOfTheUpstream(String sent, String expected) {
        assertThat(references("http://app:9001", "app:9001").toClient(sent)).isEqualTo(expected);
    }

    @Test
    void anUpstreamOverHttp2InClearTextCallsItselfHttp() {
        References references = references("h2c://app:50051", "app:50051");
        assertThat(references.toClient("http://app:50051/x")).isEqualTo("https://shop.example/x");
        assertThat(references.toUpstream("https://shop.example/x")).isEqualTo("http://app:50051/x");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app/base/x, https://shop.example/x",
        "http://app:80/base, https://shop.example/",
        "http://app/base?y, https://shop.example/?y",
        "/base/x, /x",
        "/base, /",
        "/base2/x, /base2/x",
        "/x, /x",
        "http://app/x, http://app/x"
    })
    void takesTheBasePathOffAgain(String sent, String expected) {
        assertThat(references("http://app/base", "app").toClient(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://shop.example/base/x, http://shop.example/x",
        "https://shop.example/base/x, https://shop.example/x",
        "//shop.example:443/base/x, //shop.example:443/x"
    })
    void leavesTheSchemeToAnUpstreamThatWasToldTheClientsHost(String sent, String expected) {
        assertThat(references("https://app/base", "shop.example").toClient(sent))
                .isEqualTo(expected);
    }

    @Test
    void namesNoHostToAClientThatNamedNone() {
        References references = new References(Upstream.of("http://app"), "app", "http", "");
        assertThat(references.toClient("http://app/x")).isEqualTo("/x");
    }

    @ParameterizedTest
    @CsvSource({
        "'5; url=http://app/x', '5; url=https://shop.example/x'",
        "'0;URL=\"http://app/x\"', '0;URL=\"https://shop.example/x\"'",
        "5, 5"
    })
    void findsTheUrlOfARefresh(String sent, String expected) {
        assertThat(references("http://app", "app").refresh(sent)).isEqualTo(expected);
    }
}
