package dev.sluice.observe.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and by which name. */
class AccessTest extends AdminTest {
    @Test
    void theApiIsForThoseWhoHaveTheToken() {
        Seen without = plain("/api/gateway");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.field("WWW-Authenticate")).startsWith("Bearer");
        assertThat(without.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(without.json().get("status").asInt()).isEqualTo(401);
        assertThat(plain("/api/gateway", "Authorization", "Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(plain("/api/gateway", "Authorization", "bearer " + TOKEN).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer wrong-token-of-some-length",
                "Bearer sixteen-letters-or-mor",
                "Bearer sixteen-letters-or-more2",
                "Basic sixteen-letters-or-more",
                "sixteen-letters-or-more",
                "Bearer anything"
            })
    void aWrongTokenIsNone(String authorization) {
        assertThat(plain("/api/gateway", "Authorization", authorization).status())
                .isEqualTo(401);
    }

    @Test
    void unknownPathsTellNothingToThoseWithoutTheToken() {
        assertThat(plain("/api/nothing").status()).isEqualTo(401);
        assertThat(plain("/api").status()).isEqualTo(401);
        assertThat(get("/api/nothing").status()).isEqualTo(404);
    }

    @Test
    void whoTriesTooOftenHearsThatAndNobodyElseIsLockedOut() {
        List<Integer> statuses = IntStream.range(0, 22)
                .mapToObj(i -> plain("/api/gateway", "Authorization", "Bearer guess-" + i)
                        .status())
                .toList();
        assertThat(statuses).startsWith(401, 401).endsWith(429, 429);
        assertThat(plain("/api/gateway").field("Retry-After")).isEqualTo("1");
        assertThat(get("/api/gateway").status()).isEqualTo(200);
        observed.timers.advance(Duration.ofSeconds(1));
        assertThat(plain("/api/gateway").status()).isEqualTo(401);
    }

    @Test
    void aTokenIsReplacedByReplacingItsFileEvenByOneOfTheSameTimeAndSize() throws IOException {
        Path other = Files.writeString(tokenFile.resolveSibling("other"), "another-letters-or-more\nanything\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(tokenFile));
        Files.move(other, tokenFile, StandardCopyOption.REPLACE_EXISTING);
        assertThat(get("/api/gateway").status()).isEqualTo(401);
        assertThat(plain("/api/gateway", "Authorization", "Bearer another-letters-or-more")
                        .status())
                .isEqualTo(200);
    }

    private int statusWith(String token) {
        return plain("/api/gateway", "Authorization", "Bearer " + token).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "short\n", "   \nsixteen-letters-or-more\n"})
    void aFileWithoutATokenLetsNobodyInUntilItHasOne(String text) throws IOException {
        Files.writeString(tokenFile, text);
        assertThat(statusWith(TOKEN)).isEqualTo(401);
        assertThat(statusWith("")).isEqualTo(401);
        assertThat(statusWith(text.strip())).isEqualTo(401);
        Files.writeString(tokenFile, "another-letters-or-more\n");
        assertThat(statusWith(TOKEN)).isEqualTo(401);
        assertThat(statusWith("another-letters-or-more")).isEqualTo(200);
    }

    @Test
    void aTokenFileThatIsDeletedRevokesTheTokenWhichIsToldOnce() throws IOException {
        try (LogLines log = LogLines.of(AdminToken.class.getName())) {
            Files.delete(tokenFile);
            for (int i = 0; i < 3; i++) {
                assertThat(statusWith(TOKEN)).isEqualTo(401);
            }
            assertThat(tokenFile).doesNotExist();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("nobody is let in to the admin API: tokenFile " + tokenFile)
                    .doesNotContain(TOKEN);
            Files.writeString(tokenFile, TOKEN + "\n");
            assertThat(statusWith(TOKEN)).isEqualTo(200);
            assertThat(log.lines()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9900",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "[2001:db8::1]",
                "[::ffff:10.0.0.1]",
                "0.0.0.0",
                "evil.example@localhost",
                "localhost, evil.example",
                "localhost/",
                ""
            })
    void aNameThatIsNotOursIsNone(String host) {
        assertThat(access("127.0.0.1").isAddressedBy(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:9900", "127.0.0.1", "127.0.0.1:1", "[::1]:9900"})
    void ourNamesAreAccepted(String host) {
        assertThat(access("127.0.0.1").isAddressedBy(host)).isTrue();
    }

    private AdminAccess access(String host) {
        return new AdminAccess(host, Set.of("Gateway.internal"), tokenFile, false);
    }

    @Test
    void aListenerOnAllAddressesIsAddressedByAnyAndByNoOtherName() {
        assertThat(List.of("10.1.2.3:9900", "[2001:db8::1]:9900", "gateway.internal", "localhost"))
                .allMatch(access("0.0.0.0")::isAddressedBy);
        assertThat(List.of("evil.example", "10.1.2.3.evil.example"))
                .noneMatch(access("0.0.0.0")::isAddressedBy)
                .noneMatch(access("::")::isAddressedBy);
    }

    @Test
    void whoMeansAnotherIsToldSo() {
        Response response =
                api.misdirected(Exchanges.request("GET", "/", Fields.of("Host", "evil.example"), Body.empty()));
        assertThat(response.status().code()).isEqualTo(421);
        assertThat(response.fields().first("Content-Type")).contains("application/problem+json");
    }

    @Test
    void otherSitesAreToldNothing() {
        Fields preflight = Fields.of("Host", "localhost", "Origin", "https://evil.example")
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization");
        Seen refused = seen("OPTIONS", "/api/apply", Body.empty(), preflight);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.fields().toString()).doesNotContainIgnoringCase("access-control");
        Seen answer = get("/api/gateway", "Origin", "https://evil.example");
        assertThat(answer.fields().toString()).doesNotContainIgnoringCase("access-control");
        assertThat(answer.field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theDashboardsFilesNeedNoTokenAndNothingElseIsServed() {
        Seen file = plain("/probe.css");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.field("Content-Type")).startsWith("text/css");
        assertThat(file.field("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(plain("/probe.css", "If-None-Match", file.field("ETag")).status())
                .isEqualTo(304);
        for (String path : List.of(
                "/../admin/openapi.json", "/%2e%2e/admin/openapi.json", "/nothing.css", "/probe.class", "/a//b.css")) {
            assertThat(plain(path).status()).as(path).isEqualTo(404);
        }
    }
}
