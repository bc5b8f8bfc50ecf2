package dev.sluice.forwarder.fields;

import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.RequestHead.Version;

/**
 * Adds the gateway's pseudonym and the received protocol version as a Via line (RFC 9110 §7.6.3). The lines are made
 * once for each version.
 */
final class Via {
    private final Fields lines;

    /** Adds lines with this pseudonym; if it is empty, none. */
    Via(String pseudonym) {
        lines = pseudonym.isEmpty()
                ? Fields.EMPTY
                : Fields.of("Via", "1.0 " + pseudonym, "Via", "1.1 " + pseudonym, "Via", "2.0 " + pseudonym);
    }

    void addTo(FieldsBuilder fields, Version received) {
        if (!lines.isEmpty()) {
            fields.add(
                    lines,
                    switch (received) {
                        case HTTP_1_0 -> 0;
                        case HTTP_1_1 -> 1;
                        case HTTP_2 -> 2;
                    });
        }
    }
}
