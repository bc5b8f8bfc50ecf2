package dev.sluice.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.DiscoveryOptions;
import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.middlewares.loadbalance.pool.PoolSource;
import dev.sluice.middlewares.loadbalance.pool.PoolSpec;
import dev.sluice.model.Environment;
import dev.sluice.testkit.SimulatedTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

class DnsSourceTest {
    private static final String NAME = "api.internal";
    private static final Duration SHORT = Duration.ofMillis(300);

    private FakeDns dns;

    @BeforeEach
    void start() throws IOException {
        dns = new FakeDns();
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    private DnsOptions options(String url) {
        return DnsOptions.of(Upstream.of(url)).withServer(dns.server());
    }

    private Found find(DnsOptions options) throws IOException {
        try (MemberSource source = new DnsSource(options)) {
            return source.find();
        }
    }

    private static List<String> urls(Found found) {
        return found.members().stream()
                .map(MemberSpec::upstream)
                .map(Upstream::toString)
                .sorted()
                .toList();
    }

    @Test
    void eachAddressIsAMemberThatKeepsTheName() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1", "10.0.0.2", "2001:db8::1");

        Found found = find(options("https://api.internal:8443/base"));

        assertThat(urls(found))
                .containsExactly(
                        "https://api.internal:8443/base#10.0.0.1",
                        "https://api.internal:8443/base#10.0.0.2",
                        "https://api.internal:8443/base#2001:db8::1");
        assertThat(found.members()).allSatisfy(member -> {
            assertThat(member.upstream().authority()).isEqualTo("api.internal:8443");
            assertThat(member.weight()).isEqualTo(1);
        });
    }

    @Test
    void addressesOfOneFamilyAreEnough() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1");

        assertThat(urls(find(options("http://api.internal")))).containsExactly("http://api.internal#10.0.0.1");
    }

    @Test
    void asksForOneFamilyOnlyIfTold() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1", "2001:db8::1");

        assertThat(urls(find(options("http://api.internal").withFamily(AddressFamily.IPV6))))
                .containsExactly("http://api.internal#2001:db8::1");
        assertThat(dns.questions()).containsExactly("AAAA " + NAME);
    }

    @Test
    void isValidForTheShortestTimeToLiveThatOfAnAliasToo() throws IOException {
        dns.addresses(NAME, 300, "10.0.0.1");
        dns.alias("www.internal", 7, NAME);

        Found found = find(options("http://www.internal"));

        assertThat(urls(found)).containsExactly("http://www.internal#10.0.0.1");
        assertThat(found.validFor()).contains(Duration.ofSeconds(7));
    }

    @Test
    void anAnswerThatDoesNotFitIsReadOverTcp() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1");
        dns.mood(FakeDns.Mood.TRUNCATED);

        assertThat(urls(find(options("http://api.internal")))).containsExactly("http://api.internal#10.0.0.1");
    }

    @Test
    void anAnswerThatIsCutOffIsAFailure() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1");
        dns.mood(FakeDns.Mood.TRUNCATED);
        dns.withoutTcp();

        assertThatThrownBy(() -> find(options("http://api.internal").withTimeout(SHORT)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNameThatThereIsNotIsAFailure() {
        assertThatThrownBy(() -> find(options("http://nobody.internal")))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody.internal has no records of type A or AAAA");
    }

    @Test
    void aServerThatIsSilentTalksRubbishOrRefusesIsAFailure() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1");
        for (FakeDns.Mood mood : List.of(FakeDns.Mood.SILENT, FakeDns.Mood.GARBAGE, FakeDns.Mood.REFUSED)) {
            dns.mood(mood);
            assertThatThrownBy(() -> find(options("http://api.internal").withTimeout(SHORT)))
                    .as(mood.name())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("api.internal A");
        }
    }

    @Test
    void addressesOfOneFamilyAloneAreAFailureIfTheOtherIsNotKnown() throws IOException {
        dns.addresses(NAME, 60, "10.0.0.1", "2001:db8::1");
        dns.silentFor(Type.AAAA);

        assertThatThrownBy(() -> find(options("http://api.internal").withTimeout(SHORT)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("api.internal AAAA");
    }

    @Test
    void aPoolFollowsTheNameByItsTimeToLiveAndKeepsItsMembersWhileDnsFails() throws IOException {
        dns.addresses(NAME, 5, "10.0.0.1", "10.0.0.2");
        SimulatedTime time = new SimulatedTime();
        Environment environment = Environment.of(time, time, new Random(1), new Random(2));
        Pool pool = PoolSpec.builder()
                .source(Dns.addresses(
                        "http://api.internal",
                        dnsOptions -> dnsOptions.withServer(dns.server()).withTimeout(SHORT)))
                .discovery(DiscoveryOptions.DEFAULT.withDebounce(Duration.ZERO))
                .build()
                .in(environment);
        time.after(Duration.ofSeconds(1), () -> {
            assertThat(members(pool)).containsExactly("http://api.internal#10.0.0.1", "http://api.internal#10.0.0.2");
            set(3, "10.0.0.2", "10.0.0.3");
        });
        time.after(Duration.ofSeconds(4), () -> assertThat(members(pool)).contains("http://api.internal#10.0.0.1"));
        time.after(Duration.ofSeconds(7), () -> {
            assertThat(members(pool)).containsExactly("http://api.internal#10.0.0.2", "http://api.internal#10.0.0.3");
            dns.clear();
        });
        time.after(Duration.ofSeconds(20), () -> {
            assertThat(members(pool)).hasSize(2);
            assertThat(pool.discovery().orElseThrow().failure()).isPresent();
            set(3, "10.0.0.4");
        });
        time.after(Duration.ofSeconds(60), environment::forgetAll);

        time.run();

        assertThat(members(pool)).containsExactly("http://api.internal#10.0.0.4");
    }

    private void set(long ttl, String... addresses) {
        try {
            dns.addresses(NAME, ttl, addresses);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> members(Pool pool) {
        return pool.members().stream()
                .map(member -> member.upstream().toString())
                .sorted()
                .toList();
    }

    @Test
    void isWrittenAndReadAsData() {
        PoolSpec pool = PoolSpec.builder()
                .source(Dns.addresses(
                        "http://api.internal:8080",
                        dnsOptions -> dnsOptions.withServer("10.0.0.2:5353").withFamily(AddressFamily.IPV4)))
                .build();

        Object written = PoolSource.option().write(pool);

        assertThat(written)
                .isEqualTo(Map.of(
                        "source",
                        Map.of(
                                "dns",
                                Map.of(
                                        "url",
                                        "http://api.internal:8080",
                                        "server",
                                        "10.0.0.2:5353",
                                        "family",
                                        "ipv4"))));
        assertThat(PoolSource.option().read(written)).isEqualTo(pool);
        assertThat(PoolSource.option().read(Map.of("source", Map.of("dns", "http://api.internal:8080"))))
                .isEqualTo(PoolSpec.builder()
                        .source(Dns.addresses("http://api.internal:8080"))
                        .build())
                .hasToString("dns(http://api.internal:8080)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.internal", "10.0.0.2:0", "10.0.0.2:65536", "10.0.0.2:", "[::1", ""})
    void aServerIsAnAddressWithAPort(String server) {
        assertThatThrownBy(() -> options("http://a").withServer(server))
                .hasMessage("server must be an address, or address:port, is " + server);
    }

    @Test
    void aServerMayHaveAnAddressOfVersionSix() {
        assertThat(DnsServers.address("[2001:db8::1]:5353").getPort()).isEqualTo(5353);
        assertThat(DnsServers.address("[2001:db8::1]").getPort()).isEqualTo(53);
        assertThat(DnsServers.address("2001:db8::1").getPort()).isEqualTo(53);
    }

    @Test
    void optionsNameWhatIsWrongWithThem() {
        assertThatThrownBy(() -> Dns.addresses("http://10.0.0.1"))
                .hasMessage("url must have a name, and not an address, is http://10.0.0.1");
        assertThatThrownBy(() -> options("http://a").withTimeout(Duration.ZERO))
                .hasMessage("timeout must be positive, is PT0S");
    }
}
