package dev.sluice.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SrvSourceTest {
    private static final String NAME = "_http._tcp.api.internal";

    private FakeDns dns;

    @BeforeEach
    void start() throws IOException {
        dns = new FakeDns();
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    private SrvOptions options() {
        return SrvOptions.of(NAME).withServer(dns.server());
    }

    private static Found find(SrvOptions options) throws IOException {
        try (MemberSource source = new SrvSource(options)) {
            return source.find();
        }
    }

    private static MemberSpec member(String url, int weight, int priority) {
        return MemberSpec.builder(url).weight(weight).priority(priority).build();
    }

    @Test
    void eachRecordIsAMemberWithItsWeight() throws IOException {
        dns.service(NAME, 30, 10, 3, 8080, "a.internal");
        dns.service(NAME, 30, 10, 0, 8081, "b.internal");

        Found found = find(options());

        assertThat(found.members())
                .containsExactlyInAnyOrder(
                        member("http://a.internal:8080", 3, 10), member("http://b.internal:8081", 1, 10));
        assertThat(found.validFor()).contains(Duration.ofSeconds(30));
    }

    @Test
    void thePriorityOfARecordIsTheTierOfItsMember_rfc2782() throws IOException {
        dns.service(NAME, 30, 20, 1, 8080, "spare.internal");
        dns.service(NAME, 30, 10, 1, 8080, "a.internal");

        assertThat(find(options()).members())
                .containsExactlyInAnyOrder(
                        member("http://spare.internal:8080", 1, 20), member("http://a.internal:8080", 1, 10));
    }

    @Test
    void membersAreReachedOverTlsIfTold() throws IOException {
        dns.service(NAME, 30, 10, 1, 443, "a.internal");

        assertThat(find(options().secure()).members()).containsExactly(member("https://a.internal", 1, 10));
    }

    @Test
    void aServiceThatIsNotOfferedNamesNobody_rfc2782() throws IOException {
        dns.service(NAME, 30, 0, 0, 0, ".");

        assertThat(find(options()).members()).isEmpty();
    }

    @Test
    void aRecordThatIsNoUpstreamIsAFailure() throws IOException {
        dns.service(NAME, 30, 0, 0, 0, "a.internal");

        assertThatThrownBy(() -> find(options()))
                .isInstanceOf(IOException.class)
                .hasMessage("a record of " + NAME + " has no host and port: http://a.internal:0");
    }

    @Test
    void aServiceThatThereIsNotIsAFailure() {
        assertThatThrownBy(() -> find(options()))
                .isInstanceOf(IOException.class)
                .hasMessage(NAME + " has no records of type SRV");
    }

    @Test
    void isWrittenAndReadAsData() {
        PoolSpec pool = PoolSpec.builder()
                .source(Dns.services(NAME, SrvOptions::secure))
                .build();

        Object written = PoolSource.option().write(pool);

        assertThat(written).isEqualTo(Map.of("source", Map.of("srv", Map.of("name", NAME, "scheme", "https"))));
        assertThat(PoolSource.option().read(written)).isEqualTo(pool).hasToString("srv(" + NAME + ")");
    }

    @Test
    void optionsNameWhatIsWrongWithThem() {
        assertThatThrownBy(() -> new SrvOptions("a..b", "ftp", options().server(), Duration.ZERO))
                .hasMessageContaining("name must be that of a service")
                .hasMessageContaining("scheme must be http, https or h2c, is ftp")
                .hasMessageContaining("timeout must be positive");
    }
}
