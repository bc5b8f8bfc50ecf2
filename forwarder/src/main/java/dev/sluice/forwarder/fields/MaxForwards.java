package dev.sluice.forwarder.fields;

import dev.sluice.core.Request;
import java.util.OptionalLong;

/**
 * The {@code Max-Forwards} field of TRACE and OPTIONS: how many more times a request may be forwarded (RFC 9110
 * §7.6.2).
 */
public final class MaxForwards {
    private static final int LONGEST = 18;

    private MaxForwards() {}

    /** The number left; empty for other methods, or if the value is no number. */
    static OptionalLong of(Request request) {
        return switch (request.method()) {
            case "OPTIONS", "TRACE" ->
                request.fields().first("Max-Forwards").map(MaxForwards::number).orElse(OptionalLong.empty());
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong number(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= LONGEST
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /** Whether it is 0, so that the gateway is the final recipient. */
    public static boolean isSpent(Request request) {
        OptionalLong left = of(request);
        return left.isPresent() && left.getAsLong() == 0;
    }
}
