package dev.sluice.wire;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.RequestHead.Version;
import java.util.List;

/** Changes of protocol (RFC 9110 §7.8): which a client may ask for, and which an upstream may grant. */
public final class Upgrade {
    private Upgrade() {}

    /**
     * What a client asks for, without HTTP/2, which would be a way around every rule of ours. A client of HTTP/2 asks by an
     * extended CONNECT (RFC 8441), whose head has the same fields.
     *
     * @param head of the request
     * @param connection what its Connection field says
     * @return the protocols as written; empty if it does not ask
     */
    public static List<String> asked(RequestHead head, ConnectionOptions connection) {
        if (!connection.upgrade() || head.version() == Version.HTTP_1_0) {
            return List.of();
        }
        return head.fields().members("Upgrade").stream()
                .filter(protocol -> !isHttp(protocol))
                .toList();
    }

    private static boolean isHttp(String protocol) {
        return protocol.regionMatches(true, 0, "h2", 0, 2) || protocol.regionMatches(true, 0, "HTTP/", 0, 5);
    }

    /**
     * Whether a 101 switches to something, and to nothing but what was asked for.
     *
     * @param fields of the 101
     * @param asked what the client asked for
     * @return true if it may be passed on
     */
    public static boolean isGranted(Fields fields, List<String> asked) {
        List<String> granted = fields.members("Upgrade");
        return !granted.isEmpty()
                && granted.stream().allMatch(protocol -> asked.stream().anyMatch(protocol::equalsIgnoreCase));
    }
}
