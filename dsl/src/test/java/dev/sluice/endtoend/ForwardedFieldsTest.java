package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.peer.Trust;
import dev.sluice.forwarder.ForwardOptions.Underscores;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the upstream is told the client is, and who may say otherwise (RFC 7239 §8.1). */
class ForwardedFieldsTest {
    private static final Trust LOOPBACK = Trust.in("127.0.0.0/8");
    private static final String LIES = """
            X-Forwarded-For: 6.6.6.6\r
            X-Real-Ip: 6.6.6.6\r
            X-Forwarded-Proto: https\r
            X-Forwarded-Host: evil.example\r
            X-Forwarded-Port: 666\r
            X-Forwarded-Server: evil\r
            Forwarded: for=6.6.6.6\r
            """;

    private static String get(String lines) {
        return "GET / HTTP/1.1\r\nHost: a.example\r\n" + lines + "\r\n";
    }

    @Test
    void whatAnybodySaysOfItselfIsReplaced() throws IOException {
        try (Wires wires = Wires.answeringWith(options -> options.serverName("gate"))) {
            wires.ask(get(LIES));
            assertThat(wires.received()).doesNotContain("6.6.6.6").doesNotContain("evil");
            assertThat(wires.received("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(wires.received("X-Real-Ip")).containsExactly("127.0.0.1");
            assertThat(wires.received("X-Forwarded-Proto")).containsExactly("http");
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("a.example");
            assertThat(wires.received("X-Forwarded-Port")).containsExactly("80");
            assertThat(wires.received("X-Forwarded-Server")).containsExactly("gate");
            assertThat(wires.received("Forwarded")).isEmpty();
        }
    }

    @Test
    void aTrustedPeerIsBelievedAndAppendedTo() throws IOException {
        try (Wires wires = Wires.answeringBehind(LOOPBACK, options -> {})) {
            wires.ask(get(LIES));
            assertThat(wires.received("X-Forwarded-For")).containsExactly("6.6.6.6, 127.0.0.1");
            assertThat(wires.received("X-Real-Ip")).containsExactly("6.6.6.6");
            assertThat(wires.received("X-Forwarded-Proto")).containsExactly("https");
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("evil.example");
            assertThat(wires.received("X-Forwarded-Port")).containsExactly("666");
            assertThat(wires.received("Forwarded"))
                    .as("not a second story beside X-Forwarded-For")
                    .isEmpty();
        }
    }

    @Test
    void severalLinesOfATrustedPeerBecomeOneList() throws IOException {
        try (Wires wires = Wires.answeringBehind(LOOPBACK, options -> {})) {
            wires.ask(get("X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2, 3.3.3.3\r\n"));
            assertThat(wires.received("X-Forwarded-For")).containsExactly("1.1.1.1, 2.2.2.2, 3.3.3.3, 127.0.0.1");
            assertThat(wires.received("X-Real-Ip")).containsExactly("3.3.3.3");
        }
    }

    @Test
    void theOriginIsTheRightmostAddressThatIsNotTrusted() throws IOException {
        try (Wires wires =
                Wires.answeringBehind(Trust.in("127.0.0.0/8", "10.0.0.0/8"), options -> options.forwarded(true))) {
            wires.ask(get("X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.1.1\r\nX-Forwarded-Proto: https\r\n"));
            assertThat(wires.received("X-Real-Ip")).containsExactly("203.0.113.9");
            assertThat(wires.received("X-Forwarded-For")).containsExactly("6.6.6.6, 203.0.113.9, 10.1.1.1, 127.0.0.1");
            assertThat(wires.received("X-Forwarded-Proto")).containsExactly("https");
            assertThat(wires.received("X-Forwarded-Port")).containsExactly("443");
            assertThat(wires.received("Forwarded"))
                    .containsExactly("for=6.6.6.6, for=203.0.113.9;proto=https;host=\"a.example\", "
                            + "for=10.1.1.1, for=127.0.0.1");
        }
    }

    @Test
    void whoIsNotAmongTheTrustedIsNotBelieved() throws IOException {
        try (Wires wires = Wires.answeringBehind(Trust.in("10.0.0.0/8"), options -> {})) {
            wires.ask(get(LIES));
            assertThat(wires.received()).doesNotContain("6.6.6.6");
        }
    }

    /** RFC 7239 §4. */
    @Test
    void forwardedIsAddedWhereAskedFor() throws IOException {
        try (Wires wires = Wires.answeringWith(options -> options.forwarded(true))) {
            wires.ask(get(LIES));
            assertThat(wires.received("Forwarded")).containsExactly("for=127.0.0.1;proto=http;host=\"a.example\"");
        }
    }

    @Test
    void forwardedIsAppendedToWhatATrustedPeerSaid() throws IOException {
        Trust told = LOOPBACK.told(Trust.Told.FORWARDED);
        try (Wires wires = Wires.answeringBehind(told, options -> options.forwarded(true))) {
            wires.ask(get("Forwarded: for=\"_hidden\"\r\n"));
            assertThat(String.join(", ", wires.received("Forwarded")))
                    .isEqualTo("for=_hidden, for=127.0.0.1;proto=http;host=\"a.example\"");
            wires.ask(
                    get("Forwarded: for=\"[2001:db8::9]:1\";proto=https;host=shop.example\r\nX-Real-Ip: 6.6.6.6\r\n"));
            assertThat(wires.received("X-Real-Ip")).singleElement().asString().startsWith("2001:db8:");
            assertThat(wires.received("X-Forwarded-Proto")).containsExactly("https");
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("shop.example");
        }
    }

    @ParameterizedTest(name = "{0}, which a CGI takes for something else, is dropped")
    @ValueSource(strings = {"X_Forwarded_For", "x_real-ip", "X_FORWARDED_PROTO", "Content_Length", "Transfer_Encoding"})
    void lookAlikesAreDropped(String name) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            assertThat(wires.ask(get(name + ": 6\r\n")).status()).isEqualTo(200);
            assertThat(wires.received(name)).isEmpty();
        }
    }

    @Test
    void otherUnderscoresPassAndLookAlikesToIfAskedFor() throws IOException {
        try (Wires wires = Wires.answeringWith(options -> options.underscores(Underscores.KEEP))) {
            wires.ask(get("x_own_field: 1\r\nKeep_Alive: 2\r\nX_Real_Ip: 2\r\n"));
            assertThat(wires.received("x_own_field")).containsExactly("1");
            assertThat(wires.received("Keep_Alive")).containsExactly("2");
            assertThat(wires.received("X_Real_Ip"))
                    .as("of nobody who is trusted")
                    .isEmpty();
        }
        try (Wires wires = Wires.answeringBehind(LOOPBACK, options -> options.underscores(Underscores.KEEP))) {
            wires.ask(get("X_Real_Ip: 2\r\n"));
            assertThat(wires.received("X_Real_Ip")).containsExactly("2");
        }
    }

    @ParameterizedTest(name = "a forged {0} reaches nobody")
    @ValueSource(
            strings = {
                "X-Forwarded-Prefix",
                "X-Forwarded-Ssl",
                "X-Forwarded-Scheme",
                "X-Forwarded-Uri",
                "X-Forwarded-User",
                "X-Forwarded-Client-Cert",
                "X-Original-URL",
                "X-Rewrite-URL",
                "Front-End-Https",
                "True-Client-IP"
            })
    void whateverLooksLikeAForwardedFieldIsDroppedUnlessAHopSentIt(String name) throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask(get(name + ": forged\r\n"));
            assertThat(wires.received(name)).isEmpty();
        }
        try (Wires wires = Wires.answeringBehind(LOOPBACK, options -> {})) {
            wires.ask(get(name + ": told\r\n"));
            assertThat(wires.received(name)).containsExactly("told");
        }
    }

    @Test
    void aPortInTheHostIsThePortThatWasAskedFor() throws IOException {
        try (Wires wires = Wires.answering(Wires.OK)) {
            wires.ask("GET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n");
            assertThat(wires.received("X-Forwarded-Port")).containsExactly("8443");
            assertThat(wires.received("X-Forwarded-Host")).containsExactly("[::1]:8443");
        }
    }
}
