package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.RequestHead.Version;
import dev.sluice.core.peer.Origin;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a gateway adds to each request of its own accord: forwarded fields, Via and the marker of loops. They say
 * who the client is, so they are mostly the same for all requests of a connection: its lines are kept. Thread-safe.
 */
final class OwnFields {
    /**
     * How many connections' lines are kept. Two that share a place, as most do when many more are busy, make them anew in
     * turn; there is a forwarder for each route, so that a place for everybody would be too much.
     */
    private static final int PLACES = 64;

    /** What is kept of a client is no longer than this, however long the host is that it has asked for. */
    private static final int MOST_BYTES = 1024;

    /** How many lines they are, about, with one or two more of a request, and how long together. */
    static final int ROOM_FOR_LINES = 9;

    static final int ROOM_FOR_BYTES = 256;

    private final ForwardedFields forwarded;
    private final Via via;
    private final LoopMarker marker;
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(PLACES);

    private record Kept(Origin origin, Version version, Fields lines) {
        @SuppressWarnings("ReferenceEquality") // to compare two of them takes longer than to write the lines
        boolean isOf(Origin asked, Version received) {
            return origin == asked && version == received;
        }
    }

    OwnFields(FieldRules rules, LoopMarker marker) {
        this.forwarded = new ForwardedFields(rules);
        this.via = new Via(rules.via());
        this.marker = marker;
    }

    /** Adds those for a request of this origin that was received in this version. */
    @SuppressWarnings("ReferenceEquality") // the way of a client that speaks to us itself is one object
    void addTo(FieldsBuilder fields, Origin origin, Version received) {
        if (origin.way() == Origin.Way.DIRECT) {
            fields.add(lines(origin, received));
        } else { // an origin that a trusted hop tells of is another one for each request
            write(fields, origin, received);
        }
    }

    private Fields lines(Origin origin, Version received) {
        int place = System.identityHashCode(origin) & (PLACES - 1);
        Kept known = kept.getAcquire(place);
        if (known != null && known.isOf(origin, received)) {
            return known.lines();
        }
        FieldsBuilder builder = Fields.builder(ROOM_FOR_LINES, ROOM_FOR_BYTES);
        write(builder, origin, received);
        Fields lines = builder.build();
        if (lines.wireLength() <= MOST_BYTES) {
            kept.setRelease(place, new Kept(origin, received, lines));
        }
        return lines;
    }

    private void write(FieldsBuilder fields, Origin origin, Version received) {
        forwarded.addTo(fields, origin);
        via.addTo(fields, received);
        marker.addTo(fields);
    }
}
