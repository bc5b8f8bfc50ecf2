package dev.sluice.middlewares.files;

import dev.sluice.core.Fields;
import java.util.Locale;

/** Content codings that a file may lie beside its original in, the best first. */
enum Coding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz");

    private final String token;
    private final String suffix;

    Coding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    String token() {
        return token;
    }

    String suffix() {
        return suffix;
    }

    /** Whether a client takes it (RFC 9110 §12.5.3): it is named, or {@code *} is, with a weight above zero. */
    boolean isTakenBy(Fields request) {
        boolean any = false;
        for (String member : request.members("Accept-Encoding")) {
            String[] parts = member.toLowerCase(Locale.ROOT).split(";", 2);
            String name = parts[0].strip();
            boolean wanted = parts.length == 1 || !parts[1].strip().matches("q\\s*=\\s*0(\\.0*)?");
            if (name.equals(token) || (this == GZIP && name.equals("x-gzip"))) {
                return wanted;
            }
            any |= name.equals("*") && wanted;
        }
        return any;
    }
}
