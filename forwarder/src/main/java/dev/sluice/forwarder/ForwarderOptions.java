package dev.sluice.forwarder;

import dev.sluice.core.Cidr;
import dev.sluice.core.Tokens;
import dev.sluice.forwarder.fields.FieldRules;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How requests leave. Immutable; {@link #builder()} knows the defaults.
 *
 * @param webClient where TLS, outbound proxy and socket options come from; default none, which means Helidon's defaults:
 *     the system's proxy settings, certificates verified against the JDK's authorities
 * @param tls for secure upstreams, in place of the webClient's: authorities, client certificate; default none
 * @param insecureSkipVerify whether any certificate of any upstream will do, so that anybody in between can read and
 *     change everything; logged as a warning; excludes {@code tls}; default false
 * @param connectTimeout for the whole way to a usable connection (address lookup, TCP, TLS) and for a free place in the
 *     pool, each; default 5 s; a client sees 504
 * @param responseTimeout from the last byte of the request to the head of the response; default 30 s; 0 for none; 504
 * @param betweenBytesTimeout for the next bytes of a response, or for the upstream to take 32 KiB of ours; default
 *     60 s; 0 for none, as endless silent streams need; a broken transfer
 * @param idleTimeout how long an unused connection is kept: less than upstreams keep theirs; default 30 s; 0 to never
 *     reuse a connection
 * @param maxConnections to one upstream, used and idle; default 1 024, as Envoy has it
 * @param maxWaiting requests that wait for one of them; more are refused with 503; default 1024
 * @param maxResponseHead bytes of a response's head, 1 KiB to 1 MiB; more is a broken upstream, 502; default 64 KiB
 * @param passHost whether the upstream sees the client's Host instead of its own; default false
 * @param trustedPeers whose X-Forwarded-…, X-Real-Ip and Forwarded are believed; default nobody's
 * @param forwarded whether RFC 7239 Forwarded is sent too; default false
 * @param serverName our name in X-Forwarded-Server; default this machine's
 * @param via our name in Via (RFC 9110 §7.6.3); default {@code sluice}; empty for no Via
 * @param underscores what happens to look-alikes such as {@code Content_Length}; default {@link Underscores#DROP}
 */
public record ForwarderOptions(
        Optional<WebClient> webClient,
        Optional<Tls> tls,
        boolean insecureSkipVerify,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration betweenBytesTimeout,
        Duration idleTimeout,
        int maxConnections,
        int maxWaiting,
        int maxResponseHead,
        boolean passHost,
        List<Cidr> trustedPeers,
        boolean forwarded,
        String serverName,
        String via,
        Underscores underscores) {
    /** What happens to fields that a CGI-like server takes for framing, forwarding or hop-by-hop ones. */
    public enum Underscores {
        /** They pass like any other field. */
        KEEP,
        /** They are left out. */
        DROP
    }

    /** Checks the options. */
    public ForwarderOptions {
        require(tls.isEmpty() || !insecureSkipVerify, "insecureSkipVerify", "excludes 'tls'", true);
        require(connectTimeout.isPositive(), "connectTimeout", "must be more than 0", connectTimeout);
        requireNotNegative("responseTimeout", responseTimeout);
        requireNotNegative("betweenBytesTimeout", betweenBytesTimeout);
        requireNotNegative("idleTimeout", idleTimeout);
        require(maxConnections >= 1, "maxConnections", "must be 1 or more", maxConnections);
        require(maxWaiting >= 0, "maxWaiting", "must be 0 or more", maxWaiting);
        require(
                maxResponseHead >= 1024 && maxResponseHead <= 1024 * 1024,
                "maxResponseHead",
                "must be 1 KiB to 1 MiB",
                maxResponseHead);
        require(Tokens.isToken(serverName), "serverName", "must be a token", serverName);
        require(via.isEmpty() || Tokens.isToken(via), "via", "must be a token or empty", via);
        trustedPeers = List.copyOf(trustedPeers);
    }

    private static void requireNotNegative(String option, Duration value) {
        require(!value.isNegative(), option, "must not be negative", value);
    }

    private static void require(boolean holds, String option, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("forwarder option '" + option + "' " + rule + ", is " + value);
        }
    }

    /** What they say about fields. */
    FieldRules rules() {
        return new FieldRules(passHost, trustedPeers, forwarded, serverName, via, underscores == Underscores.DROP);
    }

    /**
     * The defaults.
     *
     * @return options that work for most upstreams
     */
    public static ForwarderOptions defaults() {
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
        private Optional<WebClient> webClient = Optional.empty();
        private Optional<Tls> tls = Optional.empty();
        private boolean insecureSkipVerify;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration responseTimeout = Duration.ofSeconds(30);
        private Duration betweenBytesTimeout = Duration.ofSeconds(60);
        private Duration idleTimeout = Duration.ofSeconds(30);
        private int maxConnections = 1_024;
        private int maxWaiting = 1024;
        private int maxResponseHead = 64 * 1024;
        private boolean passHost;
        private List<Cidr> trustedPeers = List.of();
        private boolean forwarded;
        private Optional<String> serverName = Optional.empty();
        private String via = "sluice";
        private Underscores underscores = Underscores.DROP;

        private Builder() {}

        /**
         * Sets {@link ForwarderOptions#webClient()}.
         *
         * @param value where TLS, outbound proxy and socket options come from
         * @return this
         */
        public Builder webClient(WebClient value) {
            webClient = Optional.of(value);
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#tls()}.
         *
         * @param value for secure upstreams
         * @return this
         */
        public Builder tls(Tls value) {
            tls = Optional.of(value);
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#insecureSkipVerify()}: for tests and machines on a desk.
         *
         * @return this
         */
        public Builder insecureSkipVerify() {
            insecureSkipVerify = true;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#connectTimeout()}.
         *
         * @param value more than 0
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#responseTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder responseTimeout(Duration value) {
            responseTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#betweenBytesTimeout()}.
         *
         * @param value 0 for none
         * @return this
         */
        public Builder betweenBytesTimeout(Duration value) {
            betweenBytesTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#idleTimeout()}.
         *
         * @param value 0 to never reuse a connection
         * @return this
         */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#maxConnections()}.
         *
         * @param value 1 or more
         * @return this
         */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#maxWaiting()}.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder maxWaiting(int value) {
            maxWaiting = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#maxResponseHead()}.
         *
         * @param value 1 KiB to 1 MiB
         * @return this
         */
        public Builder maxResponseHead(int value) {
            maxResponseHead = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#passHost()}.
         *
         * @param value whether the upstream sees the client's Host
         * @return this
         */
        public Builder passHost(boolean value) {
            passHost = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#trustedPeers()}.
         *
         * @param value whose forwarded fields are believed
         * @return this
         */
        public Builder trustedPeers(List<Cidr> value) {
            trustedPeers = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#forwarded()}.
         *
         * @param value whether RFC 7239 Forwarded is sent
         * @return this
         */
        public Builder forwarded(boolean value) {
            forwarded = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#serverName()}.
         *
         * @param value a token
         * @return this
         */
        public Builder serverName(String value) {
            serverName = Optional.of(value);
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#via()}.
         *
         * @param value a token, or empty
         * @return this
         */
        public Builder via(String value) {
            via = value;
            return this;
        }

        /**
         * Sets {@link ForwarderOptions#underscores()}.
         *
         * @param value keep or drop look-alikes
         * @return this
         */
        public Builder underscores(Underscores value) {
            underscores = value;
            return this;
        }

        /**
         * The options.
         *
         * @return checked
         * @throws IllegalArgumentException with the option and its value
         */
        public ForwarderOptions build() {
            return new ForwarderOptions(
                    webClient,
                    tls,
                    insecureSkipVerify,
                    connectTimeout,
                    responseTimeout,
                    betweenBytesTimeout,
                    idleTimeout,
                    maxConnections,
                    maxWaiting,
                    maxResponseHead,
                    passHost,
                    trustedPeers,
                    forwarded,
                    serverName.orElseGet(MachineName::get),
                    via,
                    underscores);
        }
    }
}
