package dev.sluice.forwarder;

import dev.sluice.core.syntax.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host name of this machine, looked up once, when it is first needed. */
public final class MachineName {
    private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");
    private static final String NAME = named();

    private MachineName() {}

    /** Its name, or {@code localhost} if it has none. */
    public static String get() {
        return NAME;
    }

    private static String named() {
        String set = System.getenv("HOSTNAME");
        try {
            String name = set == null ? lookedUp() : set;
            return Tokens.isToken(name) ? name : "localhost";
        } catch (IOException nameless) {
            return "localhost";
        }
    }

    /** Reads the name from the kernel where possible, since Java would also ask DNS, which can take seconds. */
    private static String lookedUp() throws IOException {
        return Files.isReadable(KERNELS)
                ? Files.readString(KERNELS).strip()
                : InetAddress.getLocalHost().getHostName();
    }
}
