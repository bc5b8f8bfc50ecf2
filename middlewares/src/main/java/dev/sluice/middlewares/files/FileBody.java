package dev.sluice.middlewares.files;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of an open file, read as it is sent. A file that becomes shorter meanwhile breaks the transfer. */
final class FileBody implements Body {
    private final FileChannel file;
    private final long length;
    private final long end;
    private long position;

    FileBody(FileChannel file, ByteRange part) {
        this.file = file;
        this.length = part.length();
        this.position = part.from();
        this.end = part.to() + 1;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        if (position >= end) {
            return -1;
        }
        int most = (int) Math.min(wanted, end - position);
        try {
            int count = file.read(ByteBuffer.wrap(buffer, offset, most), position);
            if (count < 0) {
                throw new TransferException(new Failure.UpstreamBroken("a file has become shorter", Failure.Sent.ALL));
            }
            position += count;
            return count;
        } catch (IOException unreadable) {
            throw new TransferException(
                    new Failure.UpstreamBroken("a file cannot be read: " + unreadable.getMessage(), Failure.Sent.ALL));
        }
    }

    @Override
    public int available() {
        return position >= end ? -1 : (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
