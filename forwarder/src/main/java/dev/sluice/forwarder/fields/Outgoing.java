package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.util.List;

/**
 * The request of an attempt, as it is sent.
 *
 * @param method the client's
 * @param target the client's target, appended to the upstream's base path
 * @param host what the Host field says, if it is the gateway that has written it; empty if it is the client's
 * @param fields all of them, framing included
 * @param body the client's, or a replay of it
 * @param bound whether it has credentials that authenticate the connection, see {@link Authentication}
 * @param protocols the protocols that the client offers to upgrade to, as written; empty without an upgrade
 */
public record Outgoing(
        String method, String target, String host, Fields fields, Body body, boolean bound, List<String> protocols) {
    /** A placeholder for an exchange that has no request yet. */
    public static final Outgoing NONE = new Outgoing("", "", "", Fields.EMPTY, Body.empty(), false, List.of());

    /** The same request with other fields. */
    public Outgoing withFields(Fields changed) {
        return new Outgoing(method, target, host, changed, body, bound, protocols);
    }

    /** The same request with a replay of its body. */
    public Outgoing withBody(Body changed) {
        return new Outgoing(method, target, host, fields, changed, bound, protocols);
    }
}
