package dev.sluice.middlewares.pages;

import dev.sluice.core.Fields;
import dev.sluice.core.options.Mistakes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which errors an {@link ErrorPage} shows a page for, and which. Immutable.
 *
 * @param statuses of the errors
 * @param body the page, with {@code {status}}, {@code {reason}} and {@code {request-id}}; empty for a plain one, or if
 *     there is a file or a path
 * @param contentType of the body or the file
 * @param file holds the page in place of a body; read at start
 * @param path where the rest of the pipeline has the page, with {@code {status}}
 * @param status what the client sees; empty for the status of the error
 * @param upstreams whether errors of upstreams get the page, too
 */
public record ErrorPageOptions(
        List<StatusRange> statuses,
        String body,
        String contentType,
        Optional<Path> file,
        Optional<String> path,
        Optional<Integer> status,
        boolean upstreams) {
    private static final String STATUS = "{status}";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every option that is wrong, and its value
     */
    public ErrorPageOptions {
        statuses = List.copyOf(statuses);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!statuses.isEmpty(), "statuses must be given, such as 404 or 5xx");
        long pages = Stream.of(!body.isEmpty(), file.isPresent(), path.isPresent())
                .filter(given -> given)
                .count();
        mistakes.unless(pages <= 1, "of body, file and path only one may be given");
        String type = contentType;
        mistakes.trying(() -> Fields.of("contentType", type));
        path.ifPresent(
                target -> mistakes.unless(isPath(target), "path '" + target + "' must start with / and be encoded"));
        status.ifPresent(code -> mistakes.unless(code >= 200 && code <= 599, "status must be 200..599, is " + code));
        mistakes.throwIfAny();
    }

    private static boolean isPath(String text) {
        String target = text.replace(STATUS, "");
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c <= '~' && "{}#\\".indexOf(c) < 0);
    }

    /** The target of the page for an error. */
    Optional<String> target(int code) {
        return path.map(template -> template.replace(STATUS, String.valueOf(code)));
    }

    /**
     * Starts from a plain page for errors of the gateway's own.
     *
     * @return a builder, which needs statuses
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; of body, file and path the last one stands. Not thread-safe. */
    public static final class Builder {
        private final List<StatusRange> statuses = new ArrayList<>();
        private final Mistakes mistakes = new Mistakes();
        private String body = "";
        private String contentType = Page.HTML;
        private Optional<Path> file = Optional.empty();
        private Optional<String> path = Optional.empty();
        private Optional<Integer> status = Optional.empty();
        private boolean upstreams;

        private Builder() {}

        /**
         * Adds statuses of errors that get the page.
         *
         * @param ranges such as {@code 404}, {@code 5xx} or {@code 500-503}
         * @return this; what is no range is told by {@link #build}
         */
        public Builder statuses(String... ranges) {
            for (String range : ranges) {
                mistakes.trying(() -> statuses.add(StatusRange.of(range)));
            }
            return this;
        }

        /**
         * The page as a text. {@code {status}}, {@code {reason}} and {@code {request-id}} are filled in, escaped for
         * the content type.
         *
         * @param text by default a line with status and reason
         * @return this
         */
        public Builder body(String text) {
            body = text;
            file = Optional.empty();
            path = Optional.empty();
            return this;
        }

        /**
         * The type of the body or the file.
         *
         * @param type by default {@code text/html; charset=utf-8}
         * @return this
         */
        public Builder contentType(String type) {
            contentType = type;
            return this;
        }

        /**
         * Takes the page from a file, with the same placeholders if its type is a text.
         *
         * @param location of 1 MiB or less; read once, at start
         * @return this
         */
        public Builder file(Path location) {
            body("");
            file = Optional.of(location);
            return this;
        }

        /**
         * Asks what stands behind the step for the page: any route, if it stands before the routes of a gateway. Gates
         * behind the step are asked, too: one that refused the request refuses its page, and the plain page is shown.
         *
         * @param target such as {@code /errors/{status}.html}; an answer other than 200 is replaced by a plain page
         * @return this
         */
        public Builder path(String target) {
            body("");
            path = Optional.of(target);
            return this;
        }

        /**
         * The status that the client sees in place of that of the error.
         *
         * @param code 200 to 599
         * @return this
         */
        public Builder status(int code) {
            status = Optional.of(code);
            return this;
        }

        /**
         * Whether the errors of upstreams get the page, too.
         *
         * @param too by default false: they pass as they are
         * @return this
         */
        public Builder upstreams(boolean too) {
            upstreams = too;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every option that is wrong, and its value
         */
        public ErrorPageOptions build() {
            mistakes.throwIfAny();
            return new ErrorPageOptions(statuses, body, contentType, file, path, status, upstreams);
        }
    }
}
