package dev.sluice.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which build of Sluice this is, whatever jar its classes have come into. Immutable. */
public final class Build {
    private static final String VERSION = read();

    private Build() {}

    /**
     * The version of Sluice.
     *
     * @return such as {@code 1.2.3}
     */
    public static String version() {
        return VERSION;
    }

    /** From a resource: a manifest is of its jar, which is another one if somebody packs all classes into one. */
    private static String read() {
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("version.txt"), "version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
