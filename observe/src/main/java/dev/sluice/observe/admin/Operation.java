package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that can be asked for.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /api/pools/{pool}}; braces stand for one segment of the target, percent-encoded
 * @param action answers it
 */
record Operation(String method, String path, Action action) {
    /** Answers calls. */
    @FunctionalInterface
    interface Action {
        /**
         * Answers a call.
         *
         * @throws AdminRefusal if it cannot be answered as meant
         */
        Response answer(Call call);
    }

    /** Whether it changes something, and so is told to the audit. */
    boolean changes() {
        return !method.equals("GET") && !path.equals("/api/plan") && !path.equals("/api/explain");
    }

    /** What stands in place of the braces, if a path of a target is this one's. */
    Optional<List<String>> parts(String target) {
        String[] wanted = path.split("/", -1);
        String[] given = target.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                parts.add(decoded(given[i]));
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }

    /** A percent-encoded text of a target; a plus sign stands for itself. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw AdminRefusal.malformed("'" + text + "' is not percent-encoded");
        }
    }
}
