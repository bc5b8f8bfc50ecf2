package dev.sluice.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of unix sockets. */
final class UnixSockets {
    private static final System.Logger LOGGER = System.getLogger(UnixSockets.class.getName());

    private UnixSockets() {}

    /**
     * Removes what a process that ended has left at a path.
     *
     * @throws IllegalStateException if somebody listens there, or if it is no socket
     */
    static void clear(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!is.isOther()) {
                throw new IllegalStateException(
                        "cannot listen at unix:" + path + ": there is a file that is no socket");
            }
            if (somebodyListens(path)) {
                throw new IllegalStateException("cannot listen at unix:" + path + ": somebody listens there");
            }
            Files.delete(path);
            LOGGER.log(Level.INFO, "removed the socket {0}, which nobody listened at", path);
        } catch (IOException failed) {
            throw new IllegalStateException("cannot listen at unix:" + path + ": " + failed.getMessage(), failed);
        }
    }

    private static boolean somebodyListens(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            return false;
        }
    }

    /** Lets those connect who shall. */
    static void permit(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException failed) {
            throw new UncheckedIOException("socketPermissions of unix:" + path + " could not be set", failed);
        }
    }
}
