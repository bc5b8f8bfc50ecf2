package dev.sluice.middlewares.access;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.getFrom;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.testkit.FakeClient;
import dev.sluice.testkit.GateContract;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest implements GateContract {
    @Override
    public Gate middleware() {
        return access(options -> options.allow("192.0.2.0/24"));
    }

    private static Access access(UnaryOperator<AccessOptions.Builder> options) {
        return new Access(options.apply(AccessOptions.builder()).build());
    }

    private static int status(Gate access, Request request) {
        return access.handle(request, next -> ok()).status().code();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 200",
        "10.6.6.6, 403",
        "192.0.2.1, 403",
        "2001:db8::1, 200",
        "2001:db9::1, 403",
        "::ffff:10.1.2.3, 200",
    })
    void isWrittenAsInThePackageComment(String address, int expected) {
        Handler handler = request -> ok();
        AccessOptions options = AccessOptions.builder()
                .allow("10.0.0.0/8", "2001:db8::/32")
                .deny("10.6.6.6")
                .build();
        Handler guarded = new Access(options).around(handler);
        assertThat(guarded.handle(getFrom(address, "/")).status().code()).isEqualTo(expected);
    }

    @Test
    void letsEverybodyElseInIfItOnlyDenies() {
        Access access = access(options -> options.deny("10.0.0.0/8"));
        assertThat(status(access, getFrom("10.0.0.1", "/"))).isEqualTo(403);
        assertThat(status(access, get("/"))).isEqualTo(200);
    }

    @Test
    void saysNothingButForbidden() {
        Response response = access(options -> options.deny("0.0.0.0/0")).handle(get("/"), next -> ok());
        assertThat(response.fields()).isEqualTo(Fields.of("Content-Type", "text/plain; charset=utf-8"));
        assertThat(response.provenance().reason()).isEqualTo("access-denied");
    }

    @Test
    void doesNotBelieveForwardedFields() {
        Access access = access(options -> options.allow("10.0.0.0/8"));
        Request forged = get("/").withFields(Fields.of("X-Forwarded-For", "10.0.0.1"));
        assertThat(status(access, forged)).isEqualTo(403);
    }

    @Test
    void looksAtTheOriginBehindATrustedHop() {
        Origin origin = new Origin(
                Cidr.address("203.0.113.9"),
                "203.0.113.9",
                "http",
                "a",
                80,
                new Origin.Way(List.of(), List.of("192.0.2.1")));
        Request request = Request.of(
                get("/").head(), Body.empty(), FakeClient.at("192.0.2.1").speakingFor(origin), 0);
        assertThat(status(access(options -> options.allow("192.0.2.0/24")), request))
                .isEqualTo(403);
        assertThat(status(access(options -> options.deny("192.0.2.0/24")), request))
                .isEqualTo(200);
    }

    @Test
    void letsAUnixSocketInUnlessAddressesAreAllowed() {
        Peer unix = new Peer(Optional.empty(), "unix", 0, Optional.empty());
        Request request = Request.of(get("/").head(), Body.empty(), FakeClient.of(unix), 0);
        assertThat(status(access(options -> options.deny("10.0.0.0/8")), request))
                .isEqualTo(200);
        assertThat(status(access(options -> options.allow("10.0.0.0/8")), request))
                .isEqualTo(403);
    }

    @Test
    void findsMistakesWhenItIsBuilt() {
        AccessOptions.Builder builder = AccessOptions.builder();
        assertThatThrownBy(builder::build).hasMessage("there are no ranges to allow or deny");
        assertThatThrownBy(() ->
                        builder.allow("10.0.0.1/8", "10.0.0.0/8").deny("all").build())
                .hasMessage("""
                        address range '10.0.0.1/8' has bits behind its prefix, write 10.0.0.0/8
                        address range 'all' must be an IP address, or address/bits""");
    }
}
