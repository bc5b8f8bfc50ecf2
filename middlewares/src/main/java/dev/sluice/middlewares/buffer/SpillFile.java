package dev.sluice.middlewares.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file without a name. It is created readable by its owner only and unlinked as soon as it is open, so on
 * POSIX systems nobody else can open it and no crash can leave it behind. Where an open file cannot be unlinked it is
 * deleted when it is closed.
 */
final class SpillFile implements AutoCloseable {
    private final FileChannel channel;

    private SpillFile(FileChannel channel) {
        this.channel = channel;
    }

    static SpillFile in(Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "sluice-", ".spill");
        try {
            return new SpillFile(FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } finally {
            unlink(path);
        }
    }

    private static void unlink(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException open) {
            // This system does not unlink open files: DELETE_ON_CLOSE will.
        }
    }

    void append(byte[] bytes, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    int read(byte[] buffer, int offset, int length, long position) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, length), position);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingToSave) {
            // whoever closes it does not need its content
        }
    }
}
