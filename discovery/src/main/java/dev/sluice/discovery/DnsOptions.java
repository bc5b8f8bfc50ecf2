package dev.sluice.discovery;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of {@link DnsType}.
 *
 * @param url an upstream whose host is a name
 * @param family which addresses are members. Default: {@link AddressFamily#ANY}
 * @param server {@code address[:port]} of the DNS server; its answers are taken as they are, without the search path and
 *     the hosts file of the machine. Default: those of the machine
 * @param timeout after which a look has failed. Default: 5 s
 */
public record DnsOptions(Upstream url, AddressFamily family, Optional<String> server, Duration timeout) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public DnsOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                Cidr.address(url.destination()).isEmpty(), "url must have a name, and not an address, is " + url);
        DnsServers.check(server, timeout, mistakes);
        mistakes.throwIfAny();
    }

    /** The defaults. */
    static DnsOptions of(Upstream url) {
        return new DnsOptions(url, AddressFamily.ANY, Optional.empty(), DnsServers.TIMEOUT);
    }

    /**
     * With one address family.
     *
     * @param only which addresses are members
     * @return a copy
     */
    public DnsOptions withFamily(AddressFamily only) {
        return new DnsOptions(url, only, server, timeout);
    }

    /**
     * With another DNS server than the machine's.
     *
     * @param address {@code address[:port]}; the port is 53 by default
     * @return a copy
     */
    public DnsOptions withServer(String address) {
        return new DnsOptions(url, family, Optional.of(address), timeout);
    }

    /**
     * With another timeout.
     *
     * @param longest after which a look has failed
     * @return a copy
     */
    public DnsOptions withTimeout(Duration longest) {
        return new DnsOptions(url, family, server, longest);
    }
}
