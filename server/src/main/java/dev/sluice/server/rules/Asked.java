package dev.sluice.server.rules;

import org.jspecify.annotations.Nullable;

/**
 * The scheme, host and port of a request as a trusted hop received it, by its forwarded fields. A part that is missing
 * or malformed is null or 0.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host, or host and port
 * @param port 1 to 65535
 */
record Asked(@Nullable String scheme, @Nullable String authority, int port) {
    /** All parts are missing. */
    static final Asked UNSAID = new Asked(null, null, 0);

    private static final int LONGEST_PORT = 5;
    private static final int HIGHEST_PORT = 65_535;

    /** Made from the values of fields. */
    static Asked of(@Nullable String scheme, @Nullable String authority, @Nullable String port) {
        return new Asked(known(scheme), valid(authority), number(port));
    }

    private static @Nullable String known(@Nullable String scheme) {
        if (scheme == null) {
            return null;
        }
        if (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("wss")) {
            return "https";
        }
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("ws") ? "http" : null;
    }

    private static @Nullable String valid(@Nullable String authority) {
        return authority == null || authority.isEmpty() || !Authority.isValid(authority) ? null : authority;
    }

    private static int number(@Nullable String port) {
        if (port == null || port.isEmpty() || port.length() > LONGEST_PORT) {
            return 0;
        }
        boolean digits = port.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(port) : 0;
        return number > HIGHEST_PORT ? 0 : number;
    }
}
