package dev.sluice.discovery;

/** Which addresses of a name are members. */
public enum AddressFamily {
    /** Those of both versions. */
    ANY,
    /** A records only. */
    IPV4,
    /** AAAA records only. */
    IPV6
}
