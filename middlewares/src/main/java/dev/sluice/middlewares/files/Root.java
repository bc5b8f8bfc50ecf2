package dev.sluice.middlewares.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The directory that files are served from. What is found is inside it, after all symbolic links, and has exactly the
 * name that was asked for, also where the file system takes no notice of case. Immutable.
 *
 * @param directory may itself be a symbolic link; looked up for each request, so that it can be turned to another
 */
record Root(Path directory) {
    /**
     * Something in the directory.
     *
     * @param path after all symbolic links
     * @param facts of it
     */
    record Found(Path path, BasicFileAttributes facts) {}

    /** What a path leads to; nothing if there is nothing that may be served. */
    Optional<Found> find(FilePath asked) {
        try {
            Path root = directory.toRealPath();
            Path named = root;
            for (String name : asked.names()) {
                named = named.resolve(name);
            }
            if (!named.toRealPath(LinkOption.NOFOLLOW_LINKS).equals(named)) {
                return Optional.empty(); // in another case
            }
            Path real = named.toRealPath();
            if (!real.startsWith(root)) {
                return Optional.empty();
            }
            return Optional.of(new Found(real, Files.readAttributes(real, BasicFileAttributes.class)));
        } catch (IOException missing) {
            return Optional.empty(); // what must not be read is answered as if it were not there
        }
    }
}
