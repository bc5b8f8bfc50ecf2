package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Ticker;
import dev.sluice.core.Upstream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** How a cookie names an upstream: oxy's {@code stickycookie.CookieValue}. Thread-safe. */
public interface CookieValue {
    /**
     * The value that names an upstream.
     *
     * @param upstream who
     * @return characters that a cookie may hold (RFC 6265 §4.1.1)
     */
    String of(Upstream upstream);

    /**
     * Whom a value names. What a client sends is not to be trusted: whatever makes no sense names nobody.
     *
     * @param value what the client sent
     * @param members whom it may name
     * @return one of the members, or empty
     */
    Optional<Upstream> named(String value, Set<Upstream> members);

    /**
     * The URL as it is. Tells every client the addresses behind the gateway.
     *
     * @return the value that is oxy's default
     */
    static CookieValue raw() {
        return new RawValue();
    }

    /**
     * A hash of the URL: FNV-1a of 64 bits, hexadecimal. Hides addresses from a glance, but not from who can guess them:
     * it is no cryptographic hash.
     *
     * @param salt put in front of the URL; not empty to make guessing harder
     * @return the value
     */
    static CookieValue hash(String salt) {
        return new HashValue(salt);
    }

    /**
     * The URL encrypted and authenticated by AES-GCM, without an end.
     *
     * @param key 16, 24 or 32 bytes, not copied by anybody else
     * @return the value; reads what oxy wrote with the key
     * @throws IllegalArgumentException for another length
     */
    static CookieValue aes(byte[] key) {
        return aes(key, Duration.ZERO, Ticker.system(), new SecureRandom());
    }

    /**
     * The URL and the end of its validity, encrypted and authenticated by AES-GCM.
     *
     * @param key 16, 24 or 32 bytes
     * @param ttl how long a value is valid, to the second; zero for ever
     * @param ticker the time
     * @param random for nonces: must not be predictable
     * @return the value; reads what oxy wrote with the key
     * @throws IllegalArgumentException for another length of the key, or a negative TTL
     */
    static CookieValue aes(byte[] key, Duration ttl, Ticker ticker, RandomGenerator random) {
        return new AesValue(key, ttl, ticker, random);
    }

    /**
     * For a migration: reads both, the old first, and writes the new.
     *
     * @param from the old
     * @param to the new
     * @return oxy's {@code FallbackValue}
     */
    static CookieValue migrating(CookieValue from, CookieValue to) {
        return new MigratingValue(from, to);
    }
}
