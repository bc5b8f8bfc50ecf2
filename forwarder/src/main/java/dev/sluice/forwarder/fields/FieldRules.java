package dev.sluice.forwarder.fields;

/**
 * What a forwarder's options say about fields.
 *
 * @param passHost whether the upstream sees the client's Host
 * @param host what the upstream sees as Host instead; empty for its own
 * @param forwarded whether RFC 7239 Forwarded is sent
 * @param forwardedServer our name in X-Forwarded-Server
 * @param via our name in Via; empty for no Via
 * @param dropLookAlikes whether fields such as {@code Content_Length} are left out
 * @param rewriteLocations whether URLs that name the upstream are made to name the gateway
 */
public record FieldRules(
        boolean passHost,
        String host,
        boolean forwarded,
        String forwardedServer,
        String via,
        boolean dropLookAlikes,
        boolean rewriteLocations) {}
