package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import java.util.List;

/**
 * The request of an attempt, as it leaves.
 *
 * @param method the client's
 * @param target the client's, behind the upstream's base path
 * @param fields all of them, framing included
 * @param body the client's, or a replay of it
 * @param bound whether it brings credentials that count for the whole connection
 * @param protocols what the client may upgrade to, as it wrote them; empty if it did not ask
 */
public record Outgoing(String method, String target, Fields fields, Body body, boolean bound, List<String> protocols) {
    /** No request: what an exchange has before it is given one. */
    public static final Outgoing NONE = new Outgoing("", "", Fields.EMPTY, Body.empty(), false, List.of());

    /** The same request with a replay of its body. */
    public Outgoing withBody(Body changed) {
        return new Outgoing(method, target, fields, changed, bound, protocols);
    }
}
