package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Request;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.trace.TraceFields;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.FieldKind;
import dev.sluice.wire.Upgrade;
import java.util.List;
import java.util.Optional;

/**
 * Builds the head of an attempt anew: first hop-by-hop fields are removed, in one pass, then the gateway's own fields
 * are added. Fields that the client's Connection field nominates were removed when the request was received, before any
 * step could add fields.
 *
 * <p>Immutable. A field that is passed on unchanged is copied as bytes.
 */
public final class RequestFields {
    private static final Fields CHUNKED = Fields.of("Transfer-Encoding", "chunked");
    private static final Fields NO_LENGTH = Fields.of("Content-Length", "0");
    private static final Fields TRAILERS_WELCOME = Fields.of("TE", "trailers", "Connection", "TE");

    private final FieldRules rules;
    private final OwnFields own;

    /** By the rules of a forwarder, with its marker. */
    public RequestFields(FieldRules rules, LoopMarker marker) {
        this.rules = rules;
        this.own = new OwnFields(rules, marker);
    }

    /**
     * The request for an upstream.
     *
     * @param authority of the upstream, made once for all of its requests
     */
    public Outgoing of(Request request, Upstream upstream, String authority) {
        Fields received = request.fields();
        FieldsBuilder fields = Fields.builder(
                received.size() + OwnFields.ROOM_FOR_LINES, received.wireLength() + OwnFields.ROOM_FOR_BYTES);
        String host = addHost(fields, received, authority);
        for (int i = 0; i < received.size(); i++) {
            FieldKind kind = FieldKind.of(received, i);
            if (kind == FieldKind.REFERENCE) {
                addReference(fields, request, upstream, i);
            } else if (passes(kind, received, i)) {
                fields.add(received, i);
            }
        }
        addFraming(fields, request);
        List<String> protocols = Upgrade.asked(request.head(), ConnectionOptions.of(received));
        addConnection(fields, received, protocols);
        own.addTo(fields, request.client().origin(), request.head().version());
        countDown(fields, request);
        String target = target(request.target(), upstream);
        return new Outgoing(
                request.method(),
                target,
                host,
                fields.build(),
                request.body(),
                Authentication.isBound(received),
                protocols);
    }

    /** Returns what it has written; empty if it was the client's. */
    private String addHost(FieldsBuilder fields, Fields received, String authority) {
        int passed = rules.passHost() ? received.indexOf(FieldNames.HOST, 0) : -1;
        if (passed >= 0) {
            fields.add(received, passed);
            return "";
        }
        String host = ownHost(authority);
        fields.add("Host", host);
        return host;
    }

    /** What upstreams are told in place of the client's Host. */
    private String ownHost(String authority) {
        return rules.host().isEmpty() ? authority : rules.host();
    }

    /**
     * WebDAV's Destination holds a URL in the client's naming (RFC 4918 §10.3), so it is translated to the upstream's.
     */
    private void addReference(FieldsBuilder fields, Request request, Upstream upstream, int i) {
        Fields received = request.fields();
        if (rules.rewriteLocations() && received.isNamed(i, "Destination")) {
            fields.add(received.name(i), references(request, upstream).toUpstream(received.value(i)));
        } else {
            fields.add(received, i);
        }
    }

    /** The translation of URLs between client and upstream. */
    References references(Request request, Upstream upstream) {
        Optional<String> host = rules.passHost() ? request.fields().first(FieldNames.HOST) : Optional.empty();
        String sent = host.orElseGet(() -> ownHost(upstream.authority()));
        Origin origin = request.client().origin();
        return new References(upstream, sent, origin.scheme(), origin.authority());
    }

    /**
     * Whether a field is passed on. Forwarded fields are, unless they are written anew: those of untrusted clients were
     * removed before, so the others come from a step of the gateway or a trusted hop.
     */
    private boolean passes(FieldKind kind, Fields received, int i) {
        return switch (kind) {
            case ORDINARY, ESSENTIAL, REFERENCE -> true;
            case TRACE -> TraceFields.isValid(received, i);
            case HOP_BY_HOP, LENGTH, HOST, CGI_PROXY -> false;
            case FORWARDED -> !ForwardedFields.isWrittenAnew(received, i);
            case LOOK_ALIKE, FORWARDED_LOOK_ALIKE -> !rules.dropLookAlikes();
        };
    }

    /** One framing field, or none where there is no body (RFC 9112 §6.3). */
    private static void addFraming(FieldsBuilder fields, Request request) {
        long length = request.body().length();
        if (length == Body.UNKNOWN) {
            fields.add(CHUNKED, 0);
        } else if (length > 0) {
            fields.add("Content-Length", length);
        } else if (request.fields().contains(FieldNames.CONTENT_LENGTH)) {
            fields.add(NO_LENGTH, 0);
        }
    }

    private static void addConnection(FieldsBuilder fields, Fields received, List<String> protocols) {
        boolean trailers = received.hasMember(FieldNames.TE, "trailers");
        if (trailers) {
            fields.add(TRAILERS_WELCOME, 0);
        }
        if (!protocols.isEmpty()) {
            fields.add("Upgrade", String.join(", ", protocols));
            fields.add("Connection", trailers ? "Upgrade, TE" : "Upgrade");
        } else if (trailers) {
            fields.add(TRAILERS_WELCOME, 1);
        }
    }

    private static void countDown(FieldsBuilder fields, Request request) {
        MaxForwards.of(request).ifPresent(left -> fields.remove("Max-Forwards").add("Max-Forwards", left - 1));
    }

    private static String target(String target, Upstream upstream) {
        return upstream.basePath().isEmpty() || target.equals("*") ? target : upstream.basePath() + target;
    }
}
