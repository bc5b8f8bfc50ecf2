package dev.sluice.observe.admin;

import dev.sluice.core.options.Secret;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The token that requests must bring, kept in a file that only its owner can read. Looked at for each request and read again when
 * the file has changed: another token takes the place of this one, and a file that is gone or has none lets nobody in.
 * Thread-safe.
 */
final class AdminToken {
    private static final System.Logger LOGGER = System.getLogger(AdminToken.class.getName());
    private static final int SHORTEST = 16;
    private static final int BYTES = 32;
    private static final int LONGEST_FILE = 64 * 1024;

    private final Path file;
    private volatile Look last;

    /** What tells a file from another: one that was put in its place may have the same time and size. */
    private record Stamp(FileTime changed, long size, Optional<Object> key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()));
        }
    }

    /**
     * What was found.
     *
     * @param stamp of the file, taken before it was read; empty if there was none
     * @param token empty if it has none, and nobody is let in
     */
    private record Look(Optional<Stamp> stamp, Optional<Secret> token) {}

    private AdminToken(Path file, Look first) {
        this.file = file;
        this.last = first;
    }

    /**
     * The token of a file, which is made if there is none.
     *
     * @param random nobody may guess what it gives
     * @throws IllegalArgumentException if it cannot be read or made, or has no token
     */
    static AdminToken in(Path file, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            Stamp stamp = Stamp.of(file);
            return new AdminToken(file, new Look(Optional.of(stamp), Optional.of(read(file))));
        } catch (IOException failed) {
            throw new IllegalArgumentException("tokenFile " + file + " cannot be read or made: " + failed);
        }
    }

    /** What is wrong with a file; one that is not there yet is no mistake. */
    static List<String> problems(Path file) {
        try {
            if (Files.exists(file)) {
                read(file);
            }
            return List.of();
        } catch (IOException | IllegalArgumentException wrong) {
            return List.of(why(file, wrong));
        }
    }

    private static String why(Path file, Exception wrong) {
        return wrong instanceof IOException
                ? "tokenFile " + file + " cannot be read: " + wrong
                : String.valueOf(wrong.getMessage());
    }

    private static void make(Path file, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            Files.createFile(file, ownersOnly(file));
            Files.writeString(file, token, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException justMade) {
            // by another gateway, whose token it is then
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static Secret read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IllegalArgumentException("tokenFile " + file + " is larger than 64 KiB");
        }
        try (Stream<String> lines = Files.readString(file).lines()) {
            String token = lines.findFirst().orElse("").strip();
            if (token.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "tokenFile " + file + " must have a token of 16 characters or more in its first line");
            }
            return Secret.of(token);
        }
    }

    /** Whether somebody has brought the token. Takes the same time for each wrong one of the same length. */
    boolean is(String brought) {
        byte[] bytes = brought.getBytes(StandardCharsets.UTF_8);
        return now().filter(token -> MessageDigest.isEqual(token.reveal(), bytes))
                .isPresent();
    }

    private Optional<Secret> now() {
        Look known = last;
        return known.stamp().equals(stamp()) ? known.token() : again();
    }

    private Optional<Stamp> stamp() {
        try {
            return Optional.of(Stamp.of(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** One at a time, so that each change of the file is told once. */
    private synchronized Optional<Secret> again() {
        Optional<Stamp> stamp = stamp();
        if (!last.stamp().equals(stamp)) {
            last = new Look(stamp, changed());
        }
        return last.token();
    }

    private Optional<Secret> changed() {
        try {
            Secret token = read(file);
            LOGGER.log(Level.INFO, "the token of the admin API is now what {0} says", file);
            return Optional.of(token);
        } catch (IOException | IllegalArgumentException none) {
            LOGGER.log(Level.WARNING, "nobody is let in to the admin API: {0}", why(file, none));
            return Optional.empty();
        }
    }
}
