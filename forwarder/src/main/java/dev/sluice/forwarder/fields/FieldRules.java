package dev.sluice.forwarder.fields;

import dev.sluice.core.Cidr;
import java.util.List;

/**
 * What a forwarder's options say about fields.
 *
 * @param passHost whether the upstream sees the client's Host
 * @param trustedPeers whose forwarded fields are believed
 * @param forwarded whether RFC 7239 Forwarded is sent
 * @param forwardedServer our name in X-Forwarded-Server
 * @param via our name in Via; empty for no Via
 * @param dropLookAlikes whether fields such as {@code Content_Length} are left out
 */
public record FieldRules(
        boolean passHost,
        List<Cidr> trustedPeers,
        boolean forwarded,
        String forwardedServer,
        String via,
        boolean dropLookAlikes) {}
