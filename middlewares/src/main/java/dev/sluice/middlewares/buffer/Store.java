package dev.sluice.middlewares.buffer;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Failure.Side;
import dev.sluice.core.TransferException;
import java.io.IOException;
import java.nio.file.Path;

/** Where one side's bodies are held, and how many of their bytes. */
record Store(BodyLimits limits, Account account, Path directory) {
    /** Books bytes that were read behind others of the same body. */
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

    /** A full or broken disk is a lack of room for bodies. */
    TransferException broken(IOException disk) {
        return new TransferException(new Failure.Overloaded("buffer in " + directory + ": " + disk));
    }
}
