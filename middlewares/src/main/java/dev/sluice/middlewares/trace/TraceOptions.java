package dev.sluice.middlewares.trace;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link Trace} writes, and where to. Immutable.
 *
 * @param format what a line looks like
 * @param to where lines go
 * @param requestHeaders names of request fields to show, in any case
 * @param responseHeaders names of response fields to show, in any case
 * @param secrets names of fields, in lower case, whose values are never shown; {@link #SECRETS} are always among them
 * @param secretParameters names of parameters in URLs, in lower case, whose values are never shown;
 *     {@link #SECRET_PARAMETERS} are always among them
 * @param sample of how many exchanges, in percent, lines are written; those that fail or are slow always have one
 * @param slowerThan what takes as long as this is slow
 * @param capacity how many lines may wait to be written
 * @param maxWaitingBytes how much memory the lines that wait may hold
 */
public record TraceOptions(
        TraceFormat format,
        TraceTo to,
        List<String> requestHeaders,
        List<String> responseHeaders,
        Set<String> secrets,
        Set<String> secretParameters,
        double sample,
        Duration slowerThan,
        int capacity,
        long maxWaitingBytes) {
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

    /** The parameters in URLs whose values no line ever shows, in lower case. */
    public static final Set<String> SECRET_PARAMETERS = Set.of(
            "token",
            "access_token",
            "refresh_token",
            "id_token",
            "auth_token",
            "api_key",
            "api-key",
            "apikey",
            "key",
            "password",
            "passwd",
            "secret",
            "client_secret",
            "signature",
            "sig",
            "code",
            "jwt",
            "x-amz-signature",
            "x-amz-security-token",
            "x-goog-signature");

    static final double EVERY = 100;
    static final Duration SLOW = Duration.ofSeconds(1);
    static final int DEFAULT_CAPACITY = 8_192;
    static final long DEFAULT_WAITING_BYTES = 4 << 20;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public TraceOptions {
        Mistakes mistakes = new Mistakes();
        requestHeaders = checked("requestHeaders", requestHeaders, mistakes);
        responseHeaders = checked("responseHeaders", responseHeaders, mistakes);
        secrets = inLowerCase(SECRETS, secrets);
        secretParameters = inLowerCase(SECRET_PARAMETERS, secretParameters);
        mistakes.unless((sample >= 0) && (sample <= EVERY), "sample must be 0..100 percent, is " + sample);
        mistakes.unless(!slowerThan.isNegative(), "slowerThan must not be negative, is " + slowerThan);
        mistakes.unless(capacity >= 2, "capacity must be 2 lines or more, is " + capacity);
        mistakes.unless(maxWaitingBytes >= 1024, "maxWaitingBytes must be 1024 or more, is " + maxWaitingBytes);
        mistakes.throwIfAny();
    }

    private static List<String> checked(String option, List<String> names, Mistakes mistakes) {
        for (String name : names) {
            mistakes.unless(Tokens.isToken(name), option + " has '" + name + "', which is not a name");
        }
        return List.copyOf(names);
    }

    private static Set<String> inLowerCase(Set<String> always, Set<String> more) {
        return Stream.concat(always.stream(), more.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What would keep a trace from starting and can only be seen by trying; changes nothing.
     *
     * @return a sentence for each mistake
     */
    public List<String> problems() {
        return Output.problems(to);
    }

    /**
     * Starts from the defaults: JSON to the standard output, no captured fields, 8 192 lines and 4 MiB that may wait.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private TraceFormat format = TraceFormat.JSON;
        private TraceTo to = new TraceTo.Stdout();
        private final List<String> requestHeaders = new ArrayList<>();
        private final List<String> responseHeaders = new ArrayList<>();
        private final Set<String> secrets = new TreeSet<>();
        private final Set<String> secretParameters = new TreeSet<>();
        private double sample = EVERY;
        private Duration slowerThan = SLOW;
        private int capacity = DEFAULT_CAPACITY;
        private long maxWaitingBytes = DEFAULT_WAITING_BYTES;

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
         * Where lines go.
         *
         * @param target by default {@link TraceTo.Stdout}
         * @return this
         */
        public Builder to(TraceTo target) {
            to = target;
            return this;
        }

        /**
         * Appends to a file: {@link TraceTo.File}.
         *
         * @param path the file, which is opened when the trace starts
         * @return this
         */
        public Builder file(Path path) {
            return to(new TraceTo.File(path));
        }

        /**
         * Gives each line to a logger: {@link TraceTo.Logger}.
         *
         * @param name of the logger
         * @return this
         */
        public Builder logger(String name) {
            return to(new TraceTo.Logger(name));
        }

        /**
         * Gives each line to a program.
         *
         * @param consumer gets it without its line feed, on the writer's thread
         * @return this
         */
        public Builder lines(Consumer<String> consumer) {
            return to(new TraceTo.Custom("lines", TraceSink.lines(consumer)));
        }

        /**
         * Writes to a sink of the program's own, which is flushed in the end and not closed: {@link TraceTo.Custom}.
         *
         * @param target takes lines
         * @return this
         */
        public Builder sink(TraceSink target) {
            return to(new TraceTo.Custom("sink", target));
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
         * Names parameters of queries and fragments that hold secrets, besides {@link TraceOptions#SECRET_PARAMETERS}:
         * their values are never shown, in targets and in fields that hold a URL.
         *
         * @param names in any case; more are added
         * @return this
         */
        public Builder redactParameters(String... names) {
            secretParameters.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Writes lines of some exchanges only: it is drawn once for each, so that all lines of one, such as those of its
         * attempts, are written or none. Always written are those with a status of 500 or more, a failure of the network
         * or a broken transfer, and those that are slow: {@link #slowerThan}.
         *
         * @param percent 0 to 100; by default 100
         * @return this
         */
        public Builder sample(double percent) {
            sample = percent;
            return this;
        }

        /**
         * What takes as long as this has a line, whatever {@link #sample} says.
         *
         * @param least from the head of the request to the end of the answer; by default 1 s
         * @return this
         */
        public Builder slowerThan(Duration least) {
            slowerThan = least;
            return this;
        }

        /**
         * How many lines may wait to be written; more are dropped and counted.
         *
         * @param lines 2 or more; by default 8 192
         * @return this
         */
        public Builder capacity(int lines) {
            capacity = lines;
            return this;
        }

        /**
         * How much memory the lines that wait may hold, heads included; more are dropped and counted.
         *
         * @param bytes 1 024 or more; by default 4 MiB
         * @return this
         */
        public Builder maxWaitingBytes(long bytes) {
            maxWaitingBytes = bytes;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public TraceOptions build() {
            return new TraceOptions(
                    format,
                    to,
                    requestHeaders,
                    responseHeaders,
                    secrets,
                    secretParameters,
                    sample,
                    slowerThan,
                    capacity,
                    maxWaitingBytes);
        }
    }
}
