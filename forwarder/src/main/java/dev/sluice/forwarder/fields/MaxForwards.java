package dev.sluice.forwarder.fields;

import dev.sluice.core.Request;
import java.util.OptionalLong;

/**
 * The {@code Max-Forwards} field of TRACE and OPTIONS: how many more times a request may be forwarded (RFC 9110
 * §7.6.2).
 */
public final class MaxForwards {
    private MaxForwards() {}

    /** The number left; empty for other methods, or if the value is no number. */
    static OptionalLong of(Request request) {
        return switch (request.method()) {
            case "OPTIONS", "TRACE" -> {
                long left = request.fields().number("Max-Forwards");
                yield left < 0 ? OptionalLong.empty() : OptionalLong.of(left);
            }
            default -> OptionalLong.empty();
        };
    }

    /** Whether it is 0, so that the gateway is the final recipient. */
    public static boolean isSpent(Request request) {
        OptionalLong left = of(request);
        return left.isPresent() && left.getAsLong() == 0;
    }
}
