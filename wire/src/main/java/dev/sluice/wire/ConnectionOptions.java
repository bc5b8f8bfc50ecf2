package dev.sluice.wire;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * What the Connection field of a message says (RFC 9110 §7.6.1).
 *
 * @param close the sender will not use the connection again
 * @param keepAlive the sender of HTTP/1.0 will
 * @param upgrade the Upgrade field is meant
 * @param nominated the other fields that end at the recipient, as written
 */
public record ConnectionOptions(boolean close, boolean keepAlive, boolean upgrade, List<String> nominated) {
    private static final ConnectionOptions ABSENT = new ConnectionOptions(false, false, false, List.of());
    private static final ConnectionOptions KEEP_ALIVE = parse(List.of("keep-alive"));
    private static final ConnectionOptions CLOSE = parse(List.of("close"));

    /**
     * What the fields of a message say. What nearly all messages say is made once.
     *
     * @param fields of the message
     * @return its options
     */
    public static ConnectionOptions of(Fields fields) {
        int first = fields.indexOf(FieldNames.CONNECTION, 0);
        if (first < 0) {
            return ABSENT;
        }
        boolean only = fields.indexOf(FieldNames.CONNECTION, first + 1) < 0;
        if (only && fields.isValue(first, "keep-alive")) {
            return KEEP_ALIVE;
        }
        return only && fields.isValue(first, "close") ? CLOSE : parse(fields.members("Connection"));
    }

    private static ConnectionOptions parse(List<String> members) {
        boolean close = false;
        boolean keepAlive = false;
        boolean upgrade = false;
        List<String> nominated = List.of();
        for (String member : members) {
            if (member.equalsIgnoreCase("close")) {
                close = true;
            } else if (member.equalsIgnoreCase("keep-alive")) {
                keepAlive = true;
            } else if (member.equalsIgnoreCase("upgrade")) {
                upgrade = true;
            } else {
                nominated = nominated.isEmpty() ? new ArrayList<>(2) : nominated;
                nominated.add(member);
            }
        }
        return new ConnectionOptions(close, keepAlive, upgrade, nominated);
    }

    /**
     * Whether a field line ends here because it is nominated. Only ordinary fields can be: a sender must not take away
     * those that the message means nothing without, nor those that somebody on the way has set about it.
     *
     * @param kind of the line
     * @param fields of the message
     * @param i which line
     * @return true if it ends here
     */
    public boolean takesAway(FieldKind kind, Fields fields, int i) {
        return kind == FieldKind.ORDINARY && nominates(fields, i);
    }

    private boolean nominates(Fields fields, int i) {
        for (int n = 0; n < nominated.size(); n++) {
            if (fields.isNamed(i, nominated.get(n))) {
                return true;
            }
        }
        return false;
    }
}
