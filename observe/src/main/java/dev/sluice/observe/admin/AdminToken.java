package dev.sluice.observe.admin;

import dev.sluice.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * The token that requests must bring, kept in a file that only its owner can read. Read again when the file has changed.
 * Thread-safe.
 */
final class AdminToken {
    private static final int SHORTEST = 16;
    private static final int BYTES = 32;
    private static final int LONGEST_FILE = 64 * 1024;

    private final Path file;
    private volatile Read read;

    /** A file that was put in place of another may have the same time and size, but is another file. */
    private record Read(FileTime changed, long size, Optional<Object> file, Secret token) {
        boolean isOf(BasicFileAttributes now) {
            return now.lastModifiedTime().equals(changed)
                    && now.size() == size
                    && Optional.ofNullable(now.fileKey()).equals(file);
        }
    }

    private AdminToken(Path file, Read read) {
        this.file = file;
        this.read = read;
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
            return new AdminToken(file, read(file));
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
        } catch (IOException failed) {
            return List.of("tokenFile " + file + " cannot be read: " + failed);
        } catch (IllegalArgumentException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
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

    private static Read read(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (now.size() > LONGEST_FILE) {
            throw new IllegalArgumentException("tokenFile " + file + " is larger than 64 KiB");
        }
        String text = Files.readString(file);
        try (Stream<String> lines = text.lines()) {
            String token = lines.findFirst().orElse("").strip();
            if (token.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "tokenFile " + file + " must have a token of 16 characters or more in its first line");
            }
            return new Read(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()), Secret.of(token));
        }
    }

    /** Whether somebody has brought the token. Takes the same time for each wrong one of the same length. */
    boolean is(String brought) {
        return MessageDigest.isEqual(now().token().reveal(), brought.getBytes(StandardCharsets.UTF_8));
    }

    /** As long as the file cannot be read, what was read last counts. */
    private Read now() {
        Read known = read;
        try {
            if (!known.isOf(Files.readAttributes(file, BasicFileAttributes.class))) {
                known = read(file);
                read = known;
            }
        } catch (NoSuchFileException gone) {
            return known;
        } catch (IOException | IllegalArgumentException unreadable) {
            return known;
        }
        return known;
    }
}
