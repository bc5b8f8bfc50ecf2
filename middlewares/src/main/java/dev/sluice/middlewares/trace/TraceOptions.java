package dev.sluice.middlewares.trace;

import dev.sluice.core.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a {@link Trace} writes, and where to. Immutable.
 *
 * @param format what a line looks like
 * @param sink where lines go
 * @param requestHeaders names of request fields to show, in any case
 * @param responseHeaders names of response fields to show, in any case
 * @param secrets names of fields, in lower case, whose values are never shown; {@link #SECRETS} are always among them
 * @param capacity how many lines may wait to be written
 */
public record TraceOptions(
        TraceFormat format,
        TraceSink sink,
        List<String> requestHeaders,
        List<String> responseHeaders,
        Set<String> secrets,
        int capacity) {
    /** The fields whose values no line ever shows, in lower case. */
    public static final Set<String> SECRETS = Set.of(
            "authorization",
            "proxy-authorization",
            "authentication-info",
            "proxy-authentication-info",
            "cookie",
            "cookie2",
            "set-cookie",
            "set-cookie2",
            "x-api-key",
            "api-key",
            "apikey",
            "x-auth-token",
            "x-access-token",
            "x-csrf-token",
            "x-xsrf-token",
            "x-amz-security-token",
            "x-vault-token");

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public TraceOptions {
        requestHeaders = checked("requestHeaders", requestHeaders);
        responseHeaders = checked("responseHeaders", responseHeaders);
        Set<String> all = new TreeSet<>(SECRETS);
        secrets.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        secrets = Set.copyOf(all);
        if (capacity < 2) {
            throw new IllegalArgumentException("trace: capacity must be 2 lines or more, is " + capacity);
        }
    }

    private static List<String> checked(String option, List<String> names) {
        for (String name : names) {
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException("trace: " + option + " has '" + name + "', which is not a name");
            }
        }
        return List.copyOf(names);
    }

    /**
     * Starts from the defaults: JSON to the standard output, no captured fields, 8 192 lines.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int DEFAULT_CAPACITY = 8_192;

        private TraceFormat format = TraceFormat.JSON;
        private TraceSink sink = TraceSink.stdout();
        private final List<String> requestHeaders = new ArrayList<>();
        private final List<String> responseHeaders = new ArrayList<>();
        private final Set<String> secrets = new TreeSet<>();
        private int capacity = DEFAULT_CAPACITY;

        private Builder() {}

        /**
         * What a line looks like.
         *
         * @param lines by default {@link TraceFormat#JSON}
         * @return this
         */
        public Builder format(TraceFormat lines) {
            format = lines;
            return this;
        }

        /**
         * Appends to a file, as {@link TraceSink#file} does.
         *
         * @param path the file
         * @return this
         */
        public Builder file(Path path) {
            return sink(TraceSink.file(path));
        }

        /**
         * Gives each line to a program.
         *
         * @param consumer gets it without its line feed, on the writer's thread
         * @return this
         */
        public Builder lines(Consumer<String> consumer) {
            return sink(TraceSink.lines(consumer));
        }

        /**
         * Where lines go.
         *
         * @param target by default {@link TraceSink#stdout()}
         * @return this
         */
        public Builder sink(TraceSink target) {
            sink = target;
            return this;
        }

        /**
         * Shows fields of requests. Not in {@link TraceFormat#COMMON} and {@link TraceFormat#COMBINED}.
         *
         * @param names in any case; more are added
         * @return this
         */
        public Builder requestHeaders(String... names) {
            requestHeaders.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Shows fields of responses. Not in {@link TraceFormat#COMMON} and {@link TraceFormat#COMBINED}.
         *
         * @param names in any case; more are added
         * @return this
         */
        public Builder responseHeaders(String... names) {
            responseHeaders.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Names fields that hold secrets, besides {@link TraceOptions#SECRETS}: their values are never shown.
         *
         * @param names in any case; more are added
         * @return this
         */
        public Builder redact(String... names) {
            secrets.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * How many lines may wait to be written; more are dropped and counted. Each holds the heads of its exchange.
         *
         * @param lines 2 or more; by default 8 192
         * @return this
         */
        public Builder capacity(int lines) {
            capacity = lines;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public TraceOptions build() {
            return new TraceOptions(format, sink, requestHeaders, responseHeaders, secrets, capacity);
        }
    }
}
