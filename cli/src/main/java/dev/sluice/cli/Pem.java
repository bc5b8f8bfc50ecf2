package dev.sluice.cli;

import io.helidon.common.configurable.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Keys and certificates in files, with the option in every complaint. */
final class Pem {
    private Pem() {}

    static Resource read(String option, Path file) {
        try {
            return Resource.create(file.toString(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(option + ": cannot read '" + file + "'", unreadable);
        }
    }

    static <T> T parse(String options, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(options + ": not in PEM, or not of one another", wrong);
        }
    }
}
