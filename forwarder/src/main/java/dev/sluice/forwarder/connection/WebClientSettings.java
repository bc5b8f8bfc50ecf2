package dev.sluice.forwarder.connection;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientConfig;
import io.helidon.webclient.spi.DnsResolver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of a WebClient that a forwarder uses, and a message for each that it would ignore.
 *
 * @param tls if it was set
 * @param dns if it was set
 * @param proxy if it was set
 * @param socketOptions if they were set
 * @param ignored a sentence for each other option that differs from its default
 */
public record WebClientSettings(
        Optional<Tls> tls,
        Optional<DnsResolver> dns,
        Optional<Proxy> proxy,
        Optional<SocketOptions> socketOptions,
        List<String> ignored) {
    /** An option of a client that a forwarder does not use. */
    private record Unused(String name, Function<WebClientConfig, Object> value, String instead) {}

    private static final List<Unused> UNUSED = List.of(
            new Unused("baseUri", WebClientConfig::baseUri, "upstreams have URLs of their own"),
            new Unused("baseAddress", WebClientConfig::baseAddress, "set 'unixSocket'"),
            new Unused("baseQuery", WebClientConfig::baseQuery, ""),
            new Unused("baseFragment", WebClientConfig::baseFragment, ""),
            new Unused("connectTimeout", WebClientConfig::connectTimeout, "set the forwarder's 'connectTimeout'"),
            new Unused(
                    "readTimeout",
                    WebClientConfig::readTimeout,
                    "set the forwarder's 'responseTimeout' and 'betweenBytesTimeout'"),
            new Unused("keepAlive", WebClientConfig::keepAlive, "set the forwarder's 'idleTimeout'"),
            new Unused("connectionCacheSize", WebClientConfig::connectionCacheSize, "set 'maxConnections'"),
            new Unused("shareConnectionCache", WebClientConfig::shareConnectionCache, ""),
            new Unused("followRedirects", WebClientConfig::followRedirects, "redirects go to the client"),
            new Unused("maxRedirects", WebClientConfig::maxRedirects, "redirects go to the client"),
            new Unused("filterRedirectHeaders", WebClientConfig::filterRedirectHeaders, ""),
            new Unused("redirectSensitiveHeaders", WebClientConfig::redirectSensitiveHeaders, ""),
            new Unused("headers", WebClientConfig::headers, "use the step 'headers'"),
            new Unused("cookieManager", WebClientConfig::cookieManager, "cookies belong to the client"),
            new Unused("services", WebClientConfig::services, "write a middleware"),
            new Unused("properties", WebClientConfig::properties, ""),
            new Unused("dnsAddressLookup", WebClientConfig::dnsAddressLookup, "both families are tried"),
            new Unused("relativeUris", WebClientConfig::relativeUris, ""),
            new Unused("sendExpectContinue", WebClientConfig::sendExpectContinue, "the client decides"),
            new Unused("readContinueTimeout", WebClientConfig::readContinueTimeout, ""),
            new Unused("maxInMemoryEntity", WebClientConfig::maxInMemoryEntity, "nothing is held in memory"),
            new Unused("writeBufferSize", WebClientConfig::writeBufferSize, ""),
            new Unused("executor", WebClientConfig::executor, ""),
            new Unused("mediaTypeParserMode", WebClientConfig::mediaTypeParserMode, ""),
            new Unused("mediaSupports", WebClientConfig::mediaSupports, "bodies are not read"),
            new Unused("mediaContext", WebClientSettings::mediaSupports, "bodies are not read"),
            new Unused("contentEncoding", config -> config.contentEncoding().prototype(), "bodies are not decoded"),
            new Unused(
                    "connectionListener", config -> config.connectionListener().getClass(), ""),
            new Unused("protocolConfigs", WebClientConfig::protocolConfigs, ""),
            new Unused("protocolPreference", WebClientConfig::protocolPreference, ""));

    /** Reads a client's configuration. */
    public static WebClientSettings of(WebClient client) {
        WebClientConfig set = client.prototype();
        WebClientConfig usual = WebClient.create().prototype();
        return new WebClientSettings(
                tlsIfSet(set.tls(), usual.tls()),
                ifSet(set, usual, WebClientConfig::dnsResolver),
                ifSet(set, usual, WebClientConfig::proxy),
                set.connectTimeout().isPresent() || set.readTimeout().isPresent()
                        ? Optional.of(withoutTimeouts(set.socketOptions(), usual.socketOptions()))
                        : ifSet(set, usual, WebClientConfig::socketOptions),
                UNUSED.stream()
                        .filter(option -> !option.value.apply(set).equals(option.value.apply(usual)))
                        .map(WebClientSettings::sentence)
                        .toList());
    }

    private static <T> Optional<T> ifSet(
            WebClientConfig set, WebClientConfig usual, Function<WebClientConfig, T> part) {
        T value = part.apply(set);
        return value.equals(part.apply(usual)) ? Optional.empty() : Optional.of(value);
    }

    /**
     * Compared by identity: clients whose TLS is not set share one object. By value a TLS that was switched off could
     * not be distinguished from it.
     */
    @SuppressWarnings("ReferenceEquality")
    private static Optional<Tls> tlsIfSet(Tls set, Tls usual) {
        return set == usual ? Optional.empty() : Optional.of(set);
    }

    /**
     * The socket options without the client's timeouts, which are also options of the client and are reported as these.
     */
    private static SocketOptions withoutTimeouts(SocketOptions set, SocketOptions usual) {
        return SocketOptions.builder(set)
                .connectTimeout(usual.connectTimeout())
                .readTimeout(usual.readTimeout())
                .build();
    }

    /** Contexts are compared by what they can read and write, since each client has one of its own. */
    private static Object mediaSupports(WebClientConfig config) {
        return config.mediaContext().prototype().mediaSupports().stream()
                .map(Object::getClass)
                .toList();
    }

    private static String sentence(Unused option) {
        String instead = option.instead.isEmpty() ? "" : ": " + option.instead;
        return "has '" + option.name + "', which a forwarder does not use" + instead;
    }
}
