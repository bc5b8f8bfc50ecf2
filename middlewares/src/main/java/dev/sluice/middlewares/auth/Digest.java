package dev.sluice.middlewares.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a secret: all digests have one length, so comparing two takes the same time wherever they differ. */
final class Digest {
    private Digest() {}

    static byte[] of(String secret) {
        return of(secret.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
