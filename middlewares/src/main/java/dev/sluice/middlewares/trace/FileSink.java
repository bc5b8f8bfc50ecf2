package dev.sluice.middlewares.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Appends to a file, and to a new one when that is no longer the one behind its path. */
final class FileSink implements TraceSink {
    private final Path path;
    private @Nullable FileChannel channel;
    private Optional<Object> identity = Optional.empty();

    FileSink(Path path) {
        this.path = path.toAbsolutePath();
        Path directory = this.path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("trace: the directory of file '" + path + "' does not exist");
        }
    }

    @Override
    public void write(byte[] block, int length) {
        try {
            FileChannel file = current();
            ByteBuffer rest = ByteBuffer.wrap(block, 0, length);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One look at the directory a block, and at most a hundred blocks a second. */
    private FileChannel current() throws IOException {
        FileChannel open = channel;
        if (open != null && identity.isPresent() && identity.equals(identityOnDisk())) {
            return open;
        }
        close();
        open = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        channel = open;
        identity = identityOnDisk();
        return open;
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
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
