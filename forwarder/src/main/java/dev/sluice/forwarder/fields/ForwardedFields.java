package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Peer;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;

/**
 * Tells the upstream who the client is, by oxy's rules: what a trusted peer has said stays, what is missing is added,
 * the client's address is appended to X-Forwarded-For, and X-Forwarded-Server is always ours.
 */
final class ForwardedFields {
    private static final Fields PROTO = Fields.of("X-Forwarded-Proto", "http", "X-Forwarded-Proto", "https");
    private static final Fields PORT = Fields.of("X-Forwarded-Port", "80", "X-Forwarded-Port", "443");

    private final Fields server;
    private final boolean rfc7239;

    ForwardedFields(FieldRules rules) {
        server = Fields.of("X-Forwarded-Server", rules.forwardedServer());
        rfc7239 = rules.forwarded();
    }

    /** Whether a line is left out even if a trusted peer sent it, because it is written anew. */
    static boolean isRewritten(Fields received, int i) {
        return received.isNamed(i, "X-Forwarded-For") || received.isNamed(i, "X-Forwarded-Server");
    }

    /** Adds them to fields that hold what a trusted peer said, but for rewritten lines, and nothing of others. */
    void addTo(FieldsBuilder fields, Request request, boolean trusted) {
        Fields said = trusted ? request.fields() : Fields.EMPTY;
        Peer peer = request.client().peer();
        int hostAt = request.fields().indexOf("Host", 0);
        String host = hostAt < 0 ? "" : request.fields().value(hostAt);
        addAddress(fields, said, peer);
        if (!said.contains("X-Forwarded-Proto")) {
            fields.add(PROTO, peer.secure() ? 1 : 0);
        }
        if (!said.contains("X-Forwarded-Port")) {
            addPort(fields, host, isSecure(said, peer));
        }
        if (!host.isEmpty() && !said.contains("X-Forwarded-Host")) {
            fields.add("X-Forwarded-Host", request.fields(), hostAt);
        }
        fields.add(server, 0);
        if (rfc7239) {
            addForwarded(fields, peer, host);
        }
    }

    private static void addAddress(FieldsBuilder fields, Fields said, Peer peer) {
        if (peer.address().isEmpty()) {
            return;
        }
        if (!said.contains("X-Real-Ip")) {
            fields.add("X-Real-Ip", peer.host());
        }
        if (said.contains("X-Forwarded-For")) {
            fields.add("X-Forwarded-For", String.join(", ", said.members("X-Forwarded-For")) + ", " + peer.host());
        } else {
            fields.add("X-Forwarded-For", peer.host());
        }
    }

    /** What a client calls the gateway, by its Host or what a trusted peer says of it. */
    static References references(Request request, Fields said, Upstream upstream, String sentHost) {
        String host = said.first("X-Forwarded-Host")
                .or(() -> request.fields().first("Host"))
                .orElse("");
        boolean secure = isSecure(said, request.client().peer());
        return new References(upstream, sentHost, secure ? "https" : "http", host);
    }

    private static boolean isSecure(Fields said, Peer peer) {
        return said.first("X-Forwarded-Proto")
                .map(proto -> proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss"))
                .orElse(peer.secure());
    }

    private static void addPort(FieldsBuilder fields, String host, boolean secure) {
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']') && colon < host.length() - 1) {
            fields.add("X-Forwarded-Port", host.substring(colon + 1));
        } else {
            fields.add(PORT, secure ? 1 : 0);
        }
    }

    /** RFC 7239 §4, behind what a trusted peer said. */
    private static void addForwarded(FieldsBuilder fields, Peer peer, String host) {
        String who = peer.address().isEmpty() ? "unknown" : peer.host();
        StringBuilder element = new StringBuilder("for=")
                .append(who.indexOf(':') < 0 ? who : "\"[" + who + "]\"")
                .append(";proto=")
                .append(peer.secure() ? "https" : "http");
        if (!host.isEmpty()) {
            element.append(";host=\"").append(host.replace("\"", "")).append('"');
        }
        fields.add("Forwarded", element.toString());
    }
}
