package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.core.PreparedName;
import java.nio.charset.StandardCharsets;

/** How urgent a response is (RFC 9218 §4): 0 is most urgent. What cannot be read is the default. */
final class Urgency {
    static final int DEFAULT = 3;
    private static final int LEAST = 7;
    private static final PreparedName PRIORITY = PreparedName.of("Priority");

    private Urgency() {}

    static int of(Fields request) {
        int at = request.indexOf(PRIORITY, 0);
        return at < 0 ? DEFAULT : urgency(request.value(at));
    }

    static int of(byte[] bytes, int offset, int length) {
        return urgency(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    /** The value of {@code u} in a dictionary (RFC 9651 §3.2); the last one counts. */
    private static int urgency(String dictionary) {
        int urgency = DEFAULT;
        for (String member : dictionary.split(",", -1)) {
            String item = member.strip();
            if (item.length() == 3 && item.startsWith("u=")) {
                int digit = item.charAt(2) - '0';
                urgency = digit >= 0 && digit <= LEAST ? digit : DEFAULT;
            }
        }
        return urgency;
    }
}
