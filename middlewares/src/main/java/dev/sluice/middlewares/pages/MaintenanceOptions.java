package dev.sluice.middlewares.pages;

import dev.sluice.core.Fields;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When {@link Maintenance} keeps clients out, and what they are told. Immutable.
 *
 * @param on whether clients are kept out
 * @param whileExists clients are kept out only while this file exists
 * @param allow ranges of those who may come in all the same
 * @param retryAfter when clients may come again, in whole seconds; zero to say nothing of it
 * @param body the page, with {@code {status}}, {@code {reason}} and {@code {request-id}}; empty for a line of text, or if
 *     there is a file
 * @param contentType of the body or the file
 * @param file holds the page in place of a body; read at start
 */
public record MaintenanceOptions(
        boolean on,
        Optional<Path> whileExists,
        List<Cidr> allow,
        Duration retryAfter,
        String body,
        String contentType,
        Optional<Path> file) {
    static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every option that is wrong, and its value
     */
    public MaintenanceOptions {
        allow = List.copyOf(allow);
        Mistakes mistakes = new Mistakes();
        mistakes.unless(!retryAfter.isNegative(), "retryAfter must be 0 or more, is " + retryAfter);
        mistakes.unless(body.isEmpty() || file.isEmpty(), "of body and file only one may be given");
        String type = contentType;
        mistakes.trying(() -> Fields.of("contentType", type));
        mistakes.throwIfAny();
    }

    /**
     * Starts from keeping everybody out, for a minute.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; of body and file the last one stands. Not thread-safe. */
    public static final class Builder {
        private final List<Cidr> allow = new ArrayList<>();
        private final Mistakes mistakes = new Mistakes();
        private boolean on = true;
        private Optional<Path> whileExists = Optional.empty();
        private Duration retryAfter = RETRY_AFTER;
        private String body = "";
        private String contentType = Page.HTML;
        private Optional<Path> file = Optional.empty();

        private Builder() {}

        /**
         * Whether clients are kept out.
         *
         * @param now by default true
         * @return this
         */
        public Builder on(boolean now) {
            on = now;
            return this;
        }

        /**
         * Keeps clients out only while a file exists, which is looked at once a second at most.
         *
         * @param location such as {@code /run/sluice/maintenance}; need not exist
         * @return this
         */
        public Builder whileExists(Path location) {
            whileExists = Optional.of(location);
            return this;
        }

        /**
         * Lets addresses in all the same.
         *
         * @param ranges such as {@code 10.0.0.0/8}
         * @return this; what is not a range is told by {@link #build}
         */
        public Builder allow(String... ranges) {
            for (String range : ranges) {
                mistakes.trying(() -> allow.add(Cidr.of(range)));
            }
            return this;
        }

        /**
         * When clients may come again.
         *
         * @param time by default one minute; rounded up to seconds, zero for no {@code Retry-After}
         * @return this
         */
        public Builder retryAfter(Duration time) {
            retryAfter = time;
            return this;
        }

        /**
         * The page as a text. {@code {status}}, {@code {reason}} and {@code {request-id}} are filled in, escaped for the
         * content type.
         *
         * @param text by default a line of text, in the form that {@code errors} gives it
         * @return this
         */
        public Builder body(String text) {
            body = text;
            file = Optional.empty();
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
            body = "";
            file = Optional.of(location);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every option that is wrong, and its value
         */
        public MaintenanceOptions build() {
            mistakes.throwIfAny();
            return new MaintenanceOptions(on, whileExists, allow, retryAfter, body, contentType, file);
        }
    }
}
