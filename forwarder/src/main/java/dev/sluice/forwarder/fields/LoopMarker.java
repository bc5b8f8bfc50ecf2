package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.PreparedName;

/**
 * Marks what a forwarder sends with an id of its own in CDN-Loop (RFC 8586), so that it recognises a request that comes
 * back to it. Other proxies must not remove the field, and no option turns it off.
 */
public final class LoopMarker {
    private static final String FIELD = "CDN-Loop";
    private static final PreparedName PREPARED = PreparedName.of(FIELD);

    private final String id;
    private final Fields line;

    /**
     * A marker.
     *
     * @param id a token that is unique among all forwarders
     */
    public LoopMarker(String id) {
        this.id = id;
        this.line = Fields.of(FIELD, id);
    }

    /** Whether a request with these fields was sent by this forwarder. */
    public boolean isIn(Fields received) {
        return received.contains(PREPARED) && received.members(FIELD).stream().anyMatch(this::isOurs);
    }

    /** An id may be followed by parameters. */
    private boolean isOurs(String member) {
        int parameters = member.indexOf(';');
        return (parameters < 0 ? member : member.substring(0, parameters).strip()).equals(id);
    }

    void addTo(FieldsBuilder fields) {
        fields.add(line, 0);
    }
}
