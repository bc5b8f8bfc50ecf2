package dev.sluice.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.syntax.Tokens;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.media.MediaContext;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientConfig;
import io.helidon.webclient.api.WebClientCookieManager;
import io.helidon.webclient.spi.DnsResolver;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwarderOptionsTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        "insecureSkipVerify",
                        "true",
                        builder -> builder.insecureSkipVerify()
                                .tls(Tls.builder().trustAll(true).build())),
                wrong("connectTimeout", "PT0S", builder -> builder.connectTimeout(Duration.ZERO)),
                wrong("tlsTimeout", "PT0S", builder -> builder.tlsTimeout(Duration.ZERO)),
                wrong("responseTimeout", "PT-1S", builder -> builder.responseTimeout(Duration.ofSeconds(-1))),
                wrong("betweenBytesTimeout", "PT-1S", builder -> builder.betweenBytesTimeout(Duration.ofSeconds(-1))),
                wrong("idleTimeout", "PT-1S", builder -> builder.idleTimeout(Duration.ofSeconds(-1))),
                wrong("maxConnectionAge", "PT-1S", builder -> builder.maxConnectionAge(Duration.ofSeconds(-1))),
                wrong("maxConnectionRequests", "-1", builder -> builder.maxConnectionRequests(-1)),
                wrong("maxConnections", "0", builder -> builder.maxConnections(0)),
                wrong("maxWaiting", "-1", builder -> builder.maxWaiting(-1)),
                wrong("maxTunnels", "-1", builder -> builder.maxTunnels(-1)),
                wrong("clientShare", "0", builder -> builder.clientShare(0)),
                wrong("clientShare", "101", builder -> builder.clientShare(101)),
                wrong("maxStreams", "0", builder -> builder.maxStreams(0)),
                wrong("maxStreams", "1001", builder -> builder.maxStreams(1_001)),
                wrong("pingAfter", "PT-1S", builder -> builder.pingAfter(Duration.ofSeconds(-1))),
                wrong("maxResponseHead", "1000", builder -> builder.maxResponseHead(1000)),
                wrong("streamTimeout", "PT-1S", builder -> builder.streamTimeout(Duration.ofSeconds(-1))),
                wrong("attemptTimeout", "PT-1S", builder -> builder.attemptTimeout(Duration.ofSeconds(-1))),
                wrong("deadlineField", "a b", builder -> builder.deadlineField("a b")),
                wrong("host", "inner", builder -> builder.host("inner").passHost()),
                wrong("host", "a/b", builder -> builder.host("a/b")),
                wrong("host", "a:x", builder -> builder.host("a:x")),
                wrong("tlsServerName", "a:1", builder -> builder.tlsServerName("a:1")),
                wrong("serverName", "a b", builder -> builder.serverName("a b")),
                wrong("via", "a\r\nb", builder -> builder.via("a\r\nb")));
    }

    private static Arguments wrong(String option, String value, Consumer<ForwarderOptions.Builder> change) {
        return Arguments.of(option, value, change);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesAWrongValueNamingOptionAndValue(
            String option, String value, Consumer<ForwarderOptions.Builder> change) {
        ForwarderOptions.Builder builder = ForwarderOptions.builder();
        change.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + option + "'", value);
    }

    @Test
    void tellsEveryMistakeOfBothHalvesInOneMessage() {
        ForwarderOptions.Builder builder = ForwarderOptions.builder()
                .connectTimeout(Duration.ZERO)
                .idleTimeout(Duration.ofSeconds(-1))
                .responseTimeout(Duration.ofSeconds(-2))
                .host("a b")
                .serverName("")
                .via("a b");
        assertThatThrownBy(builder::build)
                .satisfies(mistakes -> assertThat(mistakes.getMessage())
                        .hasLineCount(6)
                        .contains(
                                "'connectTimeout'",
                                "'idleTimeout'",
                                "'responseTimeout'",
                                "'via'",
                                "'host'",
                                "'serverName'"));
    }

    @Test
    @SuppressWarnings("NullAway") // callers may not be checked
    void tellsOfEveryNull() {
        ForwarderOptions.Builder builder = ForwarderOptions.builder()
                .tls(null)
                .connectTimeout(null)
                .proxy(null)
                .via(null)
                .webClient(null);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(mistakes -> assertThat(mistakes.getMessage()).hasLineCount(5));
    }

    static Stream<Arguments> ignored() {
        return Stream.of(
                ignored("baseUri", client -> client.baseUri("http://localhost")),
                ignored("baseAddress", client -> client.baseAddress(UnixDomainSocketAddress.of("/tmp/x"))),
                ignored("connectTimeout", client -> client.connectTimeout(Duration.ofSeconds(1))),
                ignored("readTimeout", client -> client.readTimeout(Duration.ofSeconds(1))),
                ignored("keepAlive", client -> client.keepAlive(false)),
                ignored("followRedirects", client -> client.followRedirects(false)),
                ignored("maxRedirects", client -> client.maxRedirects(1)),
                ignored("headers", client -> client.defaultHeadersMap(Map.of("X", "y"))),
                ignored("headers", client -> client.addHeader("X", "y")),
                ignored(
                        "cookieManager",
                        client -> client.cookieManager(
                                WebClientCookieManager.builder().build())),
                ignored("services", client -> client.addService((chain, request) -> chain.proceed(request))),
                ignored("properties", client -> client.putProperty("x", "y")),
                ignored("dnsAddressLookup", client -> client.dnsAddressLookup(DnsAddressLookup.IPV6)),
                ignored("sendExpectContinue", client -> client.sendExpectContinue(false)),
                ignored("executor", client -> client.executor(Executors.newVirtualThreadPerTaskExecutor())),
                ignored("maxInMemoryEntity", client -> client.maxInMemoryEntity(1)),
                ignored("protocolPreference", client -> client.addProtocolPreference("http/1.1")),
                ignored(
                        "mediaContext",
                        client -> client.mediaContext(MediaContext.builder()
                                .mediaSupportsDiscoverServices(false)
                                .registerDefaults(false)
                                .build())));
    }

    private static Arguments ignored(String option, UnaryOperator<WebClientConfig.Builder> change) {
        return Arguments.of(option, change);
    }

    @ParameterizedTest
    @MethodSource("ignored")
    void refusesByNameWhatItWouldIgnoreOfAWebClient(String option, UnaryOperator<WebClientConfig.Builder> change) {
        WebClient client = change.apply(WebClient.builder()).build();
        ForwarderOptions.Builder builder = ForwarderOptions.builder().webClient(client);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(mistake -> assertThat(mistake.getMessage())
                        .hasLineCount(1)
                        .contains("'webClient' has '" + option + "', which a forwarder does not use"));
    }

    @Test
    void refusesTimeoutsOfSocketOptions() {
        SocketOptions timed =
                SocketOptions.builder().connectTimeout(Duration.ofSeconds(1)).build();
        assertThatThrownBy(() -> TransportOptions.builder().socketOptions(timed).build())
                .hasMessageContaining("'socketOptions' has a connect timeout");
    }

    @Test
    void takesTlsDnsProxyAndSocketOptionsFromAWebClient() {
        Tls tls = Tls.builder().trustAll(true).build();
        DnsResolver dns = (name, lookup) -> InetAddress.getLoopbackAddress();
        Proxy proxy = Proxy.noProxy();
        SocketOptions sockets = SocketOptions.builder().tcpNoDelay(true).build();
        WebClient client = WebClient.builder()
                .tls(tls)
                .dnsResolver(dns)
                .proxy(proxy)
                .socketOptions(sockets)
                .build();
        TransportOptions taken = TransportOptions.builder().webClient(client).build();
        TransportOptions written = TransportOptions.builder()
                .tls(tls)
                .dns(dns)
                .proxy(proxy)
                .socketOptions(sockets)
                .build();
        assertThat(taken).isEqualTo(written);
        assertThat(TransportOptions.builder().webClient(WebClient.create()).build())
                .as("a client in which nothing is set")
                .isEqualTo(TransportOptions.defaults());
    }

    @Test
    void isComparedByValue() {
        assertThat(ForwarderOptions.builder().host("a.test").maxWaiting(3).build())
                .isEqualTo(
                        ForwarderOptions.builder().host("a.test").maxWaiting(3).build())
                .isNotEqualTo(ForwarderOptions.defaults());
        assertThat(ForwarderOptions.defaults()).isEqualTo(ForwarderOptions.defaults());
    }

    @Test
    void hasDocumentedDefaults() {
        ForwardOptions forward = ForwarderOptions.defaults().forward();
        assertThat(forward.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(forward.betweenBytesTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(forward.streamTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(forward.attemptTimeout()).as("none").isZero();
        assertThat(forward.deadlineField()).isEmpty();
        assertThat(forward.rewriteLocations()).isTrue();
        assertThat(forward.allowDotSegments()).isFalse();
        assertThat(forward.host()).isEmpty();
        assertThat(forward.passHost()).isFalse();
        assertThat(forward.via()).isEqualTo("sluice");
        assertThat(Tokens.isToken(forward.serverName())).isTrue();
        TransportOptions transport = ForwarderOptions.defaults().transport();
        assertThat(transport.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(transport.tlsTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(transport.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(transport.maxConnectionAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(transport.maxConnectionRequests()).as("no limit").isZero();
        assertThat(transport.maxConnections()).isEqualTo(1_024);
        assertThat(transport.maxWaiting()).isEqualTo(1_024);
        assertThat(transport.maxTunnels()).isEqualTo(1_024);
        assertThat(transport.clientShare()).isEqualTo(25);
        assertThat(transport.http2()).isEqualTo(TransportOptions.Http2.OFF);
        assertThat(transport.maxStreams()).isEqualTo(128);
        assertThat(transport.pingAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(transport.maxResponseHead()).isEqualTo(64 * 1024);
    }
}
