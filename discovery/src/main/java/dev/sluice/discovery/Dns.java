package dev.sluice.discovery;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.SourceSpec;
import java.util.function.UnaryOperator;

/** Sources of members that ask DNS, for {@code PoolSpec.Builder.source}. */
public final class Dns {
    private Dns() {}

    /**
     * The addresses of a name: a member each. The Host field and TLS have the name.
     *
     * @param url {@code http://name[:port][/base]}
     * @return the source
     * @throws IllegalArgumentException if the URL is not an upstream, or has an address in place of a name
     */
    public static SourceSpec addresses(String url) {
        return addresses(url, UnaryOperator.identity());
    }

    /**
     * The addresses of a name: a member each. The Host field and TLS have the name.
     *
     * {@snippet :
     * Dns.addresses("http://api.internal:8080", dns -> dns.withServer("10.0.0.2").withFamily(AddressFamily.IPV4))
     * }
     *
     * @param url {@code http://name[:port][/base]}
     * @param options changes the defaults
     * @return the source
     * @throws IllegalArgumentException naming every mistake
     */
    public static SourceSpec addresses(String url, UnaryOperator<DnsOptions> options) {
        return new SourceSpec.Typed<>(DnsType.TYPE, options.apply(DnsOptions.of(Upstream.of(url))));
    }

    /**
     * The records of a service (RFC 2782): a member for each target and port, with the priority and weight of the record.
     *
     * @param name such as {@code _http._tcp.api.internal}
     * @return the source
     * @throws IllegalArgumentException if it is no name
     */
    public static SourceSpec services(String name) {
        return services(name, UnaryOperator.identity());
    }

    /**
     * The records of a service (RFC 2782): a member for each target and port, with the priority and weight of the record.
     *
     * @param name such as {@code _http._tcp.api.internal}
     * @param options changes the defaults
     * @return the source
     * @throws IllegalArgumentException naming every mistake
     */
    public static SourceSpec services(String name, UnaryOperator<SrvOptions> options) {
        return new SourceSpec.Typed<>(SrvType.TYPE, options.apply(SrvOptions.of(name)));
    }
}
