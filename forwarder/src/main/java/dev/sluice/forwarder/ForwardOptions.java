package dev.sluice.forwarder;

import dev.sluice.core.Upstream;
import dev.sluice.core.syntax.Tokens;
import dev.sluice.forwarder.fields.FieldRules;
import dev.sluice.forwarder.pool.Patience;
import java.time.Duration;
import java.util.Optional;

/**
 * How requests are forwarded. Compared by value and immutable; {@link #builder()} knows the defaults.
 *
 * @param responseTimeout the longest time from the last byte of the request to the head of the response; default 30 s;
 *     0 for none. When it is over the client sees 504. It does not apply to gRPC, whose servers send the head with the
 *     first message
 * @param betweenBytesTimeout the longest wait for the next bytes of a response, or for the upstream to accept the next
 *     32 KiB of the request; default 60 s; 0 for none. When it is over the client sees a broken transfer
 * @param streamTimeout the longest wait for the next bytes of an event stream ({@code text/event-stream}) or of a gRPC
 *     response ({@code application/grpc}, with any suffix), in place of
 *     {@code betweenBytesTimeout}; for the acceptance of requests of gRPC too; default 1 h; 0 for none. When it is over the client sees a broken transfer
 * @param attemptTimeout the longest time of one attempt, from the pick of the upstream to the head of the response: the
 *     wait for a connection, opening it, and sending the request are part of it; default 0: none. When it is over the
 *     client sees 504, unless a step tries again
 * @param deadlineField the name of a field in which the upstream is told how much time is left to it, in milliseconds: of
 *     the attempt, or of the request's {@link dev.sluice.core.RequestDeadline} if that is less. gRPC requests have it in {@code
 *     grpc-timeout} instead. A lower value of the client's is passed on; default none
 * @param maxGrpcTimeout the longest {@code grpc-timeout} of a client that is honoured and passed on; calls that ask for more
 *     are given this much, those that ask for none are not limited. Default 0: as the client asks
 * @param passHost whether the Host field of the client is passed to the upstream, in place of the upstream's own name;
 *     default false
 * @param host the Host field that is sent to the upstream, in place of its own name: a virtual host, with a port if it
 *     is not the default one. Cannot be combined with {@code passHost}; default none
 * @param forwarded whether RFC 7239 Forwarded is sent too; default false
 * @param serverName the gateway's name in X-Forwarded-Server; default the name of the machine
 * @param via the gateway's pseudonym in Via (RFC 9110 §7.6.3); default {@code sluice}; empty for no Via
 * @param underscores what happens to fields that CGI-like servers confuse with others, such as {@code Content_Length};
 *     default {@link Underscores#DROP}
 * @param rewriteLocations whether {@code Location}, {@code Content-Location}, {@code Refresh} and {@code Destination}
 *     that name the upstream are made to name the gateway, and {@code Destination} of requests the other way round;
 *     default true
 * @param allowDotSegments whether a path with a segment {@code .} or {@code ..}, in any spelling, is sent to an
 *     upstream with a base path, which it could lead out of; default false: the client sees 400
 */
public record ForwardOptions(
        Duration responseTimeout,
        Duration betweenBytesTimeout,
        Duration streamTimeout,
        Duration attemptTimeout,
        Optional<String> deadlineField,
        Duration maxGrpcTimeout,
        boolean passHost,
        Optional<String> host,
        boolean forwarded,
        String serverName,
        String via,
        Underscores underscores,
        boolean rewriteLocations,
        boolean allowDotSegments) {
    /**
     * What happens to fields that a CGI-like server reads as framing, forwarded or hop-by-hop fields, because it reads
     * underscores as hyphens.
     */
    public enum Underscores {
        /** They are passed on like other fields. */
        KEEP,
        /** They are removed. */
        DROP
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake, a line each
     */
    public ForwardOptions {
        Checks checks = new Checks();
        checks.notNegative("responseTimeout", responseTimeout);
        checks.notNegative("betweenBytesTimeout", betweenBytesTimeout);
        checks.notNegative("streamTimeout", streamTimeout);
        checks.notNegative("attemptTimeout", attemptTimeout);
        checks.notNegative("maxGrpcTimeout", maxGrpcTimeout);
        checks.require(host.isEmpty() || !passHost, "host", "excludes 'passHost'", host.orElse(""));
        host.ifPresent(name -> checks.require(isAuthority(name), "host", "must be a name, or name:port", name));
        checks.require(Tokens.isToken(serverName), "serverName", "must be a token", serverName);
        checks.require(via.isEmpty() || Tokens.isToken(via), "via", "must be a token or empty", via);
        deadlineField.ifPresent(
                name -> checks.require(Tokens.isToken(name), "deadlineField", "must be the name of a field", name));
        checks.throwIfAny();
    }

    private static boolean isAuthority(String name) {
        try {
            return Upstream.of("http://" + name).basePath().isEmpty() && !name.endsWith("/");
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** The options that concern fields. */
    FieldRules rules() {
        return new FieldRules(
                passHost,
                host.orElse(""),
                forwarded,
                serverName,
                via,
                underscores == Underscores.DROP,
                rewriteLocations);
    }

    /** The timeouts of an exchange with an upstream. */
    Patience patience() {
        return new Patience(responseTimeout, betweenBytesTimeout, streamTimeout);
    }

    /**
     * The timeouts of a call of gRPC. Servers send the head with the first message, which may come when the last one of the
     * client has been read, or much later; so the only limit of silence is that of streams.
     */
    Patience patienceOfCalls() {
        return new Patience(Duration.ZERO, streamTimeout, streamTimeout);
    }

    /**
     * The defaults.
     *
     * @return options that work for most upstreams
     */
    public static ForwardOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; each method is named as the option it sets. Not thread-safe. */
    public static final class Builder {
        private final Checks given = new Checks();
        private Duration responseTimeout = Duration.ofSeconds(30);
        private Duration betweenBytesTimeout = Duration.ofSeconds(60);
        private Duration streamTimeout = Duration.ofHours(1);
        private Duration attemptTimeout = Duration.ZERO;
        private Optional<String> deadlineField = Optional.empty();
        private Duration maxGrpcTimeout = Duration.ZERO;
        private boolean passHost;
        private Optional<String> host = Optional.empty();
        private boolean forwarded;
        private Optional<String> serverName = Optional.empty();
        private String via = "sluice";
        private Underscores underscores = Underscores.DROP;
        private boolean rewriteLocations = true;
        private boolean allowDotSegments;

        private Builder() {}

        /**
         * Sets {@link ForwardOptions#responseTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#betweenBytesTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder betweenBytesTimeout(Duration value) {
            betweenBytesTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#streamTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder streamTimeout(Duration value) {
            streamTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#attemptTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder attemptTimeout(Duration value) {
            attemptTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#deadlineField()}.
         *
         * @param value such as {@code X-Request-Timeout}
         * @return this
         */
        public Builder deadlineField(String value) {
            deadlineField = given.value("deadlineField", value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#maxGrpcTimeout()}.
         *
         * @param value 0 for what clients ask for
         * @return this
         */
        public Builder maxGrpcTimeout(Duration value) {
            maxGrpcTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#passHost()}: the upstream sees the client's Host.
         *
         * @return this
         */
        public Builder passHost() {
            return passHost(true);
        }

        /**
         * Sets {@link ForwardOptions#host()}.
         *
         * @param value a name, with a port if it is not the default one
         * @return this
         */
        public Builder host(String value) {
            host = given.value("host", value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#passHost()}.
         *
         * @param value whether the upstream sees the client's Host
         * @return this
         */
        public Builder passHost(boolean value) {
            passHost = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#forwarded()}.
         *
         * @param value whether RFC 7239 Forwarded is sent
         * @return this
         */
        public Builder forwarded(boolean value) {
            forwarded = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#serverName()}.
         *
         * @param value a token
         * @return this
         */
        public Builder serverName(String value) {
            serverName = given.value("serverName", value);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#via()}.
         *
         * @param value a token, or empty
         * @return this
         */
        public Builder via(String value) {
            via = given.value("via", value).orElse("");
            return this;
        }

        /**
         * Sets {@link ForwardOptions#underscores()}.
         *
         * @param value keep or drop look-alikes
         * @return this
         */
        public Builder underscores(Underscores value) {
            underscores = given.value("underscores", value).orElse(Underscores.DROP);
            return this;
        }

        /**
         * Sets {@link ForwardOptions#rewriteLocations()}.
         *
         * @param value whether URLs that name the upstream are made to name the gateway
         * @return this
         */
        public Builder rewriteLocations(boolean value) {
            rewriteLocations = value;
            return this;
        }

        /**
         * Sets {@link ForwardOptions#allowDotSegments()}.
         *
         * @return this
         */
        public Builder allowDotSegments() {
            allowDotSegments = true;
            return this;
        }

        /**
         * The options.
         *
         * @return checked
         * @throws IllegalArgumentException naming every mistake, a line each
         */
        public ForwardOptions build() {
            return given.made(() -> new ForwardOptions(
                    responseTimeout,
                    betweenBytesTimeout,
                    streamTimeout,
                    attemptTimeout,
                    deadlineField,
                    maxGrpcTimeout,
                    passHost,
                    host,
                    forwarded,
                    serverName.orElseGet(MachineName::get),
                    via,
                    underscores,
                    rewriteLocations,
                    allowDotSegments));
        }
    }
}
