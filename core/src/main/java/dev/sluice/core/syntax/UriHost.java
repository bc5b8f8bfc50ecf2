package dev.sluice.core.syntax;

/** How a URI writes a host (RFC 3986 §3.2.2). */
public final class UriHost {
    private UriHost() {}

    /**
     * A host as the authority of a URI names it.
     *
     * @param host a name, an IPv4 address, or an IPv6 address without brackets
     * @return the same, an IPv6 address in brackets
     */
    public static String of(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
