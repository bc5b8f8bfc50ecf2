package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.options.Secret;
import dev.sluice.core.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** How the cookie of a sticky session names an upstream, as data. Immutable. */
public sealed interface CookieValue {
    /** The URL in clear text: oxy's default. It tells clients the addresses of the upstreams. */
    record Raw() implements CookieValue {
        @Override
        public CookieCodec codec(Ticker ticker, RandomGenerator random) {
            return new RawValue();
        }
    }

    /**
     * A hash of the URL: FNV-1a of 64 bits, hexadecimal. It does not show addresses, but an address can be verified by
     * guessing it: FNV is no cryptographic hash.
     *
     * @param salt put in front of the URL; not empty to make guessing harder
     */
    record Hash(String salt) implements CookieValue {
        @Override
        public CookieCodec codec(Ticker ticker, RandomGenerator random) {
            return new HashValue(salt);
        }
    }

    /**
     * The URL and its time of expiry, encrypted and authenticated by AES-GCM. Reads values that oxy wrote with the same
     * key.
     *
     * @param key 16, 24 or 32 bytes in Base64
     * @param ttl how long a value is valid, in whole seconds; zero for no expiry
     */
    record Aes(Secret key, Duration ttl) implements CookieValue {
        /**
         * Checks key and time.
         *
         * @throws IllegalArgumentException for another length of the key, or a negative time
         */
        public Aes {
            AesValue.check(bytes(key), ttl);
        }

        private static byte[] bytes(Secret key) {
            try {
                return Base64.getDecoder().decode(key.reveal());
            } catch (IllegalArgumentException notBase64) {
                throw new IllegalArgumentException("aes key must be Base64", notBase64);
            }
        }

        @Override
        public CookieCodec codec(Ticker ticker, RandomGenerator random) {
            return new AesValue(bytes(key), ttl, ticker, random);
        }
    }

    /**
     * For a migration: reads values of both kinds, the old one first, and writes the new kind. oxy's {@code
     * FallbackValue}.
     *
     * @param from the old
     * @param to the new
     */
    record Migrating(CookieValue from, CookieValue to) implements CookieValue {
        @Override
        public CookieCodec codec(Ticker ticker, RandomGenerator random) {
            return new MigratingValue(from.codec(ticker, random), to.codec(ticker, random));
        }
    }

    /**
     * Code of a program's own.
     *
     * @param code reads and writes values
     */
    record Custom(CookieCodec code) implements CookieValue {
        @Override
        public CookieCodec codec(Ticker ticker, RandomGenerator random) {
            return code;
        }
    }

    /**
     * What reads and writes values.
     *
     * @param ticker the time
     * @param random for nonces: must not be predictable
     * @return thread-safe
     */
    CookieCodec codec(Ticker ticker, RandomGenerator random);

    /**
     * The URL in clear text.
     *
     * @return {@link Raw}
     */
    static CookieValue raw() {
        return new Raw();
    }

    /**
     * A hash of the URL.
     *
     * @param salt put in front of the URL
     * @return {@link Hash}
     */
    static CookieValue hash(String salt) {
        return new Hash(salt);
    }

    /**
     * The URL encrypted, without expiry.
     *
     * @param key 16, 24 or 32 bytes
     * @return {@link Aes}
     * @throws IllegalArgumentException for another length
     */
    static CookieValue aes(byte[] key) {
        return aes(key, Duration.ZERO);
    }

    /**
     * The URL encrypted, with an expiry.
     *
     * @param key 16, 24 or 32 bytes
     * @param ttl how long a value is valid, to the second; zero for ever
     * @return {@link Aes}
     * @throws IllegalArgumentException for another length of the key, or a negative time
     */
    static CookieValue aes(byte[] key, Duration ttl) {
        byte[] text = Base64.getEncoder().encode(key);
        return new Aes(Secret.of(new String(text, StandardCharsets.US_ASCII)), ttl);
    }

    /**
     * Reads values of two kinds and writes the new one.
     *
     * @param from the old
     * @param to the new
     * @return {@link Migrating}
     */
    static CookieValue migrating(CookieValue from, CookieValue to) {
        return new Migrating(from, to);
    }

    /**
     * Code of a program's own.
     *
     * @param code reads and writes values
     * @return {@link Custom}
     */
    static CookieValue custom(CookieCodec code) {
        return new Custom(code);
    }
}
