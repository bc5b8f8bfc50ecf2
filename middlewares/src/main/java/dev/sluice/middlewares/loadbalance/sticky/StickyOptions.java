package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cookie of a sticky session. Immutable.
 *
 * @param cookie its name. Default: {@code sluice-route}
 * @param value how it names an upstream. Default: a hash without salt; in oxy the URL, which shows internal addresses
 * @param path the path that the browser sends it for. Default: {@code /}
 * @param domain the domain that the browser sends it to. Default: only the host that set it
 * @param httpOnly whether it is hidden from scripts. Default: true; in oxy false
 * @param secure whether the browser sends it over TLS only. Default: true if the client speaks TLS to the gateway or a
 *     trusted hop, or if {@code sameSite} is NONE; in oxy false
 * @param maxAge how long the browser keeps it. Default: none, until the browser is closed
 * @param expires until when the browser keeps it, if there is no {@code maxAge}. Default: none
 * @param sameSite whether the browser sends it with requests from other sites. Default: none, which browsers read as
 *     LAX
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
         * The URL in clear text: oxy's default. It tells clients the addresses of the upstreams.
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
         * The URL encrypted by AES-GCM, without expiry.
         *
         * @param key 16, 24 or 32 bytes
         * @return this
         */
        public Builder aes(byte[] key) {
            return aesChecked(key, Duration.ZERO);
        }

        /**
         * The URL encrypted by AES-GCM, with an expiry after which a new member is picked for the client.
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
         * Also reads cookies of an older kind; writes the kind that was chosen so far, so call it after that.
         *
         * @param old the older kind
         * @return this
         */
        public Builder migrateFrom(CookieValue old) {
            return value(CookieValue.migrating(old, value));
        }

        /**
         * The path that the browser sends the cookie for.
         *
         * @param prefix of paths
         * @return this
         */
        public Builder path(String prefix) {
            path = prefix;
            return this;
        }

        /**
         * The domain that the browser sends the cookie to.
         *
         * @param name the domain; its subdomains are included
         * @return this
         */
        public Builder domain(String name) {
            domain = Optional.of(name);
            return this;
        }

        /**
         * Whether the cookie is hidden from scripts ({@code HttpOnly}).
         *
         * @param hidden true to hide it
         * @return this
         */
        public Builder httpOnly(boolean hidden) {
            httpOnly = hidden;
            return this;
        }

        /**
         * Whether the browser sends it over TLS only ({@code Secure}), whatever the connection of this request is. For
         * gateways behind a TLS terminator that is not a trusted hop.
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
         * @param at to the second; {@code maxAge} takes precedence
         * @return this
         */
        public Builder expires(Instant at) {
            expires = Optional.of(at);
            return this;
        }

        /**
         * Whether the browser sends it with requests from other sites ({@code SameSite}).
         *
         * @param policy the value of the attribute
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
