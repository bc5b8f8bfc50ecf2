package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.TransferException;
import java.io.IOException;
import java.nio.file.Path;

/** Where the bodies of one side are buffered, and within which limits. */
record Store(BodyLimits limits, Account account, Path directory) {
    /** Checks the size of a body that grows, and takes its new bytes from the budget. */
    void take(int count, long before) {
        if (limits.exceededBy(before + count)) {
            throw new TransferException(tooLarge());
        }
        if (!account.take(count)) {
            throw new TransferException(new Failure.Overloaded("buffer budget: " + account));
        }
    }

    Failure tooLarge() {
        return new Failure.BodyTooLarge(
                limits.side(), limits.maxBytes(), limits.side() == Side.REQUEST ? Sent.NOTHING : Sent.ALL);
    }

    /** Reports an I/O error of the disk as a lack of room: the client sees 503. */
    TransferException broken(IOException disk) {
        return new TransferException(new Failure.Overloaded("buffer in " + directory + ": " + disk));
    }
}
