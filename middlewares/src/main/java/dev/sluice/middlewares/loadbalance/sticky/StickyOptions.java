package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Mistakes;
import dev.sluice.core.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cookie of a sticky session. Immutable.
 *
 * @param cookie its name. Default: {@code sluice-route}
 * @param value how it names an upstream. Default: a hash without salt; oxy's is the URL, which tells internal addresses
 * @param path Default: {@code /}
 * @param domain Default: none, the host that answers
 * @param httpOnly hidden from scripts. Default: true; oxy's is false
 * @param secure sent over TLS only. Default: if the client speaks TLS, to us or to a trusted hop, or if SameSite is NONE;
 *     oxy's is false
 * @param maxAge Default: none, until the browser is closed
 * @param expires Default: none
 * @param sameSite Default: none, which browsers take for LAX
 */
public record StickyOptions(
        String cookie,
        CookieValue value,
        String path,
        Optional<String> domain,
        boolean httpOnly,
        Optional<Boolean> secure,
        Optional<Duration> maxAge,
        Optional<Instant> expires,
        Optional<SameSite> sameSite) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public StickyOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(Tokens.isToken(cookie), "cookie must be a token, is '" + cookie + "'");
        check(mistakes, "path", path);
        domain.ifPresent(name -> check(mistakes, "domain", name));
        maxAge.ifPresent(age -> mistakes.unless(!age.isNegative(), "maxAge must not be negative, is " + age));
        mistakes.throwIfAny();
    }

    private static void check(Mistakes mistakes, String option, String text) {
        boolean attribute = !text.isEmpty() && text.chars().noneMatch(c -> c == ';' || c < ' ' || c > '~');
        mistakes.unless(attribute, option + " must be visible ASCII without ;, is '" + text + "'");
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Mistakes mistakes = new Mistakes();
        private String cookie = "sluice-route";
        private CookieValue value = CookieValue.hash("");
        private String path = "/";
        private Optional<String> domain = Optional.empty();
        private boolean httpOnly = true;
        private Optional<Boolean> secure = Optional.empty();
        private Optional<Duration> maxAge = Optional.empty();
        private Optional<Instant> expires = Optional.empty();
        private Optional<SameSite> sameSite = Optional.empty();

        private Builder() {}

        /**
         * Names the cookie.
         *
         * @param name a token
         * @return this
         */
        public Builder cookie(String name) {
            cookie = name;
            return this;
        }

        /**
         * Says how the cookie names an upstream.
         *
         * @param how any way
         * @return this
         */
        public Builder value(CookieValue how) {
            value = how;
            return this;
        }

        /**
         * The URL as it is: oxy's default. Tells every client the addresses behind the gateway.
         *
         * @return this
         */
        public Builder raw() {
            return value(CookieValue.raw());
        }

        /**
         * A hash of the URL.
         *
         * @param salt makes it harder to guess addresses
         * @return this
         */
        public Builder hash(String salt) {
            return value(CookieValue.hash(salt));
        }

        /**
         * The URL encrypted by AES-GCM, without an end.
         *
         * @param key 16, 24 or 32 bytes
         * @return this
         */
        public Builder aes(byte[] key) {
            return aesChecked(key, Duration.ZERO);
        }

        /**
         * The URL encrypted by AES-GCM for some time, after which the client is given an upstream anew.
         *
         * @param key 16, 24 or 32 bytes
         * @param ttl to the second
         * @return this
         */
        public Builder aes(byte[] key, Duration ttl) {
            return aesChecked(key, ttl);
        }

        private Builder aesChecked(byte[] key, Duration ttl) {
            mistakes.trying(() -> value(CookieValue.aes(key, ttl)));
            return this;
        }

        /**
         * Goes on reading what was written before, and writes the value chosen so far: call it last.
         *
         * @param old what it was
         * @return this
         */
        public Builder migrateFrom(CookieValue old) {
            return value(CookieValue.migrating(old, value));
        }

        /**
         * Where the cookie is sent.
         *
         * @param prefix of paths
         * @return this
         */
        public Builder path(String prefix) {
            path = prefix;
            return this;
        }

        /**
         * To which hosts the cookie is sent.
         *
         * @param name this and those below it
         * @return this
         */
        public Builder domain(String name) {
            domain = Optional.of(name);
            return this;
        }

        /**
         * Whether scripts are kept from it.
         *
         * @param hidden true to hide it
         * @return this
         */
        public Builder httpOnly(boolean hidden) {
            httpOnly = hidden;
            return this;
        }

        /**
         * Whether it is sent over TLS only, whatever the client speaks to us: for gateways behind somebody who ends TLS.
         *
         * @param tlsOnly true for TLS only
         * @return this
         */
        public Builder secure(boolean tlsOnly) {
            secure = Optional.of(tlsOnly);
            return this;
        }

        /**
         * How long the browser keeps it.
         *
         * @param age to the second; zero removes it at once
         * @return this
         */
        public Builder maxAge(Duration age) {
            maxAge = Optional.of(age);
            return this;
        }

        /**
         * Until when the browser keeps it.
         *
         * @param at to the second; maxAge goes first
         * @return this
         */
        public Builder expires(Instant at) {
            expires = Optional.of(at);
            return this;
        }

        /**
         * Whether it is sent along from other sites.
         *
         * @param policy what browsers are told
         * @return this
         */
        public Builder sameSite(SameSite policy) {
            sameSite = Optional.of(policy);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming every mistake
         */
        public StickyOptions build() {
            mistakes.trying(this::made);
            mistakes.throwIfAny();
            return made();
        }

        private StickyOptions made() {
            return new StickyOptions(cookie, value, path, domain, httpOnly, secure, maxAge, expires, sameSite);
        }
    }
}
