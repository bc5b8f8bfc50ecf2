package dev.sluice.forwarder.fields;

/**
 * The forward options that concern fields.
 *
 * @param passHost whether the client's Host is passed on
 * @param host the Host that is sent instead; empty for the upstream's own
 * @param forwarded whether RFC 7239 Forwarded is sent
 * @param forwardedServer the gateway's name in X-Forwarded-Server
 * @param via the gateway's pseudonym in Via; empty for no Via
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
        boolean rewriteLocations) {
    /** The same rules, by which the Host of a request is passed on if it has one. */
    public FieldRules passingHost() {
        return new FieldRules(true, host, forwarded, forwardedServer, via, dropLookAlikes, rewriteLocations);
    }
}
