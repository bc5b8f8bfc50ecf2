package dev.sluice.discovery;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The options of {@link SrvType}.
 *
 * @param name of the service, such as {@code _http._tcp.api.internal}
 * @param scheme {@code http}, {@code https} or {@code h2c}. Default: http
 * @param server {@code address[:port]} of the DNS server; its answers are taken as they are, without the search path of the
 *     machine. Default: those of the machine
 * @param timeout after which a look has failed. Default: 5 s
 */
public record SrvOptions(String name, String scheme, Optional<String> server, Duration timeout) {
    private static final List<String> SCHEMES = List.of("http", "https", "h2c");

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public SrvOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(isName(name), "name must be that of a service, such as _http._tcp.api.internal, is " + name);
        mistakes.unless(SCHEMES.contains(scheme), "scheme must be http, https or h2c, is " + scheme);
        DnsServers.check(server, timeout, mistakes);
        mistakes.throwIfAny();
    }

    private static boolean isName(String text) {
        try {
            return Name.fromString(text).labels() > 0;
        } catch (TextParseException noName) {
            return false;
        }
    }

    /** The defaults. */
    static SrvOptions of(String name) {
        return new SrvOptions(name, "http", Optional.empty(), DnsServers.TIMEOUT);
    }

    /**
     * With TLS to the members.
     *
     * @return a copy
     */
    public SrvOptions secure() {
        return new SrvOptions(name, "https", server, timeout);
    }

    /**
     * With another DNS server than the machine's.
     *
     * @param address {@code address[:port]}; the port is 53 by default
     * @return a copy
     */
    public SrvOptions withServer(String address) {
        return new SrvOptions(name, scheme, Optional.of(address), timeout);
    }

    /**
     * With another timeout.
     *
     * @param longest after which a look has failed
     * @return a copy
     */
    public SrvOptions withTimeout(Duration longest) {
        return new SrvOptions(name, scheme, server, longest);
    }
}
