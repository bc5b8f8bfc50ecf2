package dev.sluice.server.rules;

import dev.sluice.core.RequestHead;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import java.util.HexFormat;

/** A target in a form that Helidon's path parser accepts: bytes that it rejects are percent-encoded. */
public final class RoutableTarget {
    private static final String UNSAFE = "\"<>\\^`{|}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private RoutableTarget() {}

    /** A head as Helidon's routing accepts it. The proxy itself forwards method and target as received. */
    public static HttpPrologue prologue(RequestHead head) {
        return HttpPrologue.create(
                head.version().toString(),
                "HTTP",
                head.version().number(),
                Method.create(head.method()),
                of(head.target()),
                false);
    }

    static String of(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!isSafe(target, i)) {
                return encoded(target);
            }
        }
        return target;
    }

    private static boolean isSafe(String target, int i) {
        char c = target.charAt(i);
        return c == '%' ? isEncoded(target, i) : c < 0x7f && UNSAFE.indexOf(c) < 0;
    }

    private static boolean isEncoded(String target, int percent) {
        return percent + 2 < target.length()
                && HexFormat.isHexDigit(target.charAt(percent + 1))
                && HexFormat.isHexDigit(target.charAt(percent + 2));
    }

    private static String encoded(String target) {
        StringBuilder text = new StringBuilder(target.length() + 16);
        for (int i = 0; i < target.length(); i++) {
            if (isSafe(target, i)) {
                text.append(target.charAt(i));
            } else {
                text.append('%').append(HEX.toHexDigits((byte) target.charAt(i)));
            }
        }
        return text.toString();
    }
}
