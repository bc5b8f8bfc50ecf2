package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file, and to a new one when that is no longer the one behind its path. A line that a full disk has torn
 * is taken back, or ended before the next one.
 */
final class FileSink implements TraceSink {
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    /**
     * For reading and writing: opening a FIFO for writing alone would wait until somebody reads it (Linux, fifo(7)).
     */
    private static final Set<OpenOption> BOTH_WAYS = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final byte[] LINE_FEED = {'\n'};

    private final Path path;
    private final Opener opener;
    private @Nullable FileChannel channel;
    private Optional<Object> identity = Optional.empty();
    private boolean torn;

    /** Opens the file system's files; tests put another in its place. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path path, Set<OpenOption> options) throws IOException;
    }

    FileSink(Path path, Opener opener) {
        this.path = path.toAbsolutePath();
        this.opener = opener;
    }

    /**
     * Opens a file, without waiting.
     *
     * @throws IllegalArgumentException if it cannot be opened
     */
    static FileSink open(Path path) {
        List<String> problems = problems(path);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst());
        }
        FileSink sink = new FileSink(path, FileChannel::open);
        try {
            sink.current();
            return sink;
        } catch (IOException failed) {
            throw new IllegalArgumentException(cannotBeOpened(path, reason(failed)), failed);
        }
    }

    static List<String> problems(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path) || directory == null) {
            return List.of(cannotBeOpened(path, "it is a directory"));
        }
        if (!Files.isDirectory(directory)) {
            return List.of(cannotBeOpened(path, "its directory does not exist"));
        }
        if (!Files.isWritable(Files.exists(path) ? path : directory)) {
            return List.of(cannotBeOpened(path, "there is no permission to write"));
        }
        return List.of();
    }

    private static String cannotBeOpened(Path path, String why) {
        return "file '" + path + "' cannot be opened: " + why;
    }

    private static String reason(IOException failed) {
        return failed instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failed.toString();
    }

    @Override
    public void write(byte[] block, int length) {
        try {
            FileChannel file = current();
            if (torn) {
                writeAll(file, ByteBuffer.wrap(LINE_FEED));
                torn = false;
            }
            ByteBuffer rest = ByteBuffer.wrap(block, 0, length);
            long before = file.size();
            try {
                writeAll(file, rest);
            } catch (IOException failed) {
                takeBack(file, before, block, rest.position());
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writeAll(FileChannel file, ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    /**
     * Cuts off the torn line that a failed write has left at the end of the file, unless another process has written
     * behind it.
     */
    private void takeBack(FileChannel file, long before, byte[] block, int written) {
        int whole = written;
        while (whole > 0 && block[whole - 1] != '\n') {
            whole--;
        }
        torn = whole < written;
        try {
            if (torn && file.size() == before + written) {
                file.truncate(before + whole);
                torn = false;
            }
        } catch (IOException stays) {
            // and is ended before the next line
        }
    }

    @Override
    public void reopen() {
        try {
            close();
            current();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * The open file, after one look whether it is still the one behind the path: once a block, so at most a hundred
     * times a second.
     */
    private FileChannel current() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen() && identity.isPresent() && identity.equals(identityOnDisk())) {
            return open;
        }
        close();
        open = opener.open(path, isFifo() ? BOTH_WAYS : APPENDING);
        channel = open;
        identity = identityOnDisk();
        return open;
    }

    private boolean isFifo() throws IOException {
        int typeMask = 0xf000;
        int fifo = 0x1000;
        return Files.exists(path)
                && path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(path, "unix:mode") instanceof Integer mode
                && (mode & typeMask) == fifo;
    }

    /** The inode; the path on systems that have none; empty if there is no file. */
    private Optional<Object> identityOnDisk() throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? path : key);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        torn = false;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
