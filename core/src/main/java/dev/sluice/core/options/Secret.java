package dev.sluice.core.options;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password, key or token: data that cannot be printed. Compared in constant time. Immutable. */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A secret from a text.
     *
     * @param text the text, whose UTF-8 bytes are the secret
     * @return the secret
     */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Its bytes, for whoever must check or send them.
     *
     * @return a copy
     */
    public byte[] reveal() {
        return bytes.clone();
    }

    /**
     * Whether the secret is empty.
     *
     * @return true for an empty text
     */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
