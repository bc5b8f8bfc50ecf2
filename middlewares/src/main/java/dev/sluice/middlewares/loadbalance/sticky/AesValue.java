package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * oxy's format: base64url without padding of AES-GCM over {@code url} or {@code url|expiryUnixSeconds}, followed by the
 * nonce. oxy makes the nonce of the time and four random bytes; here all twelve are random.
 */
final class AesValue implements CookieCodec {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final Duration ttl;
    private final Ticker ticker;
    private final RandomGenerator random;

    AesValue(byte[] key, Duration ttl, Ticker ticker, RandomGenerator random) {
        check(key, ttl);
        this.key = new SecretKeySpec(key, "AES");
        this.ttl = ttl;
        this.ticker = ticker;
        this.random = random;
    }

    static void check(byte[] key, Duration ttl) {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                key.length == 16 || key.length == 24 || key.length == 32,
                "aes key must have 16, 24 or 32 bytes, has " + key.length);
        mistakes.unless(!ttl.isNegative(), "aes ttl must not be negative, is " + ttl);
        mistakes.throwIfAny();
    }

    @Override
    public String of(Upstream upstream) {
        String text = ttl.isZero() ? upstream.toString() : upstream + "|" + expiry();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(sealed, sealed.length + NONCE_BYTES);
            System.arraycopy(nonce, 0, both, sealed.length, NONCE_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM failed", impossible);
        }
    }

    private long expiry() {
        return ticker.now().plus(ttl).getEpochSecond();
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    @Override
    public Optional<Member> named(String value, List<Member> members) {
        return opened(value).flatMap(this::unexpired).flatMap(url -> RawValue.member(url, members));
    }

    private Optional<String> opened(String value) {
        try {
            byte[] both = Base64.getUrlDecoder().decode(value);
            int sealed = both.length - NONCE_BYTES;
            if (sealed <= 0) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOfRange(both, sealed, both.length);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(both, 0, sealed);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    private Optional<String> unexpired(String text) {
        if (ttl.isZero()) {
            return Optional.of(text);
        }
        int bar = text.indexOf('|');
        try {
            return bar >= 0 && !ticker.now().isAfter(Instant.ofEpochSecond(Long.parseLong(text.substring(bar + 1))))
                    ? Optional.of(text.substring(0, bar))
                    : Optional.empty();
        } catch (NumberFormatException notAnExpiry) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return ttl.isZero() ? "aes" : "aes(" + ttl + ")";
    }
}
