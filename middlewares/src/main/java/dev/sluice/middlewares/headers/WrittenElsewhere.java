package dev.sluice.middlewares.headers;

import dev.sluice.core.options.Mistakes;
import java.util.List;
import java.util.Locale;

/**
 * Request fields that the forwarder writes when the request leaves, in place of whatever is there. An edit of them would
 * be lost, so it is refused.
 */
final class WrittenElsewhere {
    private WrittenElsewhere() {}

    /** Adds a mistake for each edit of such a field, with the option to use instead. */
    static void check(List<FieldEdit> requestEdits, Mistakes mistakes) {
        for (FieldEdit edit : requestEdits) {
            String remedy = remedy(edit.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            mistakes.unless(
                    remedy.isEmpty(),
                    "request must not edit '" + edit.name() + "', which the forwarder writes: " + remedy);
        }
    }

    private static String remedy(String name) {
        return switch (name) {
            case "x-forwarded-for",
                    "x-forwarded-proto",
                    "x-forwarded-host",
                    "x-forwarded-port",
                    "x-forwarded-server",
                    "x-real-ip",
                    "forwarded" ->
                "it says who the client is, and whom it believes about that is said by trusting peers";
            case "via" -> "use its option via(name)";
            case "host" -> "use its option host(name), or passHost(true) for the client's";
            default -> "";
        };
    }
}
