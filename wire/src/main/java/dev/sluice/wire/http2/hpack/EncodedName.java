package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;
import dev.sluice.core.NameTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the encoder knows of a field by its name.
 *
 * @param name in lower case
 * @param number in the static table; 0 if it is not there
 * @param use how the field is sent
 */
record EncodedName(String name, int number, Use use) {
    /** How a field is sent. */
    enum Use {
        /** As a literal that is not indexed. */
        PLAIN,
        /** As a literal that no one on the way may put into a table, because it is a secret (RFC 7541 §7.1.3). */
        SECRET,
        /** As a secret if it is short enough to be guessed. */
        SECRET_IF_SHORT,
        /** Only if it says {@code trailers} (RFC 9113 §8.2.2). */
        TRAILERS,
        /** Not at all: it is a field of an HTTP/1.1 connection, or a pseudo-field says the same (RFC 9113 §8.2.2). */
        NEVER
    }

    private static final NameTable<EncodedName> NAMES = names(Map.of(
            Use.SECRET,
            List.of("authorization", "proxy-authorization", "set-cookie"),
            Use.SECRET_IF_SHORT,
            List.of("cookie"),
            Use.TRAILERS,
            List.of("te"),
            Use.NEVER,
            List.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "host")));

    private static NameTable<EncodedName> names(Map<Use, List<String>> special) {
        Map<String, EncodedName> names = new HashMap<>();
        for (int number = StaticTable.FIRST_REGULAR; number <= StaticTable.SIZE; number++) {
            String name = StaticTable.name(number);
            names.put(name, new EncodedName(name, number, Use.PLAIN));
        }
        special.forEach((use, all) -> all.forEach(name -> names.merge(
                name, new EncodedName(name, 0, use), (known, added) -> new EncodedName(name, known.number, use))));
        return NameTable.of(names);
    }

    /** What is known of the name of a field line; null if nothing is. */
    static @Nullable EncodedName of(Fields fields, int i) {
        return NAMES.get(fields, i);
    }
}
