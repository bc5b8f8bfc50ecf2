package dev.sluice.cli.remote;

import java.io.Serial;
import java.util.List;

/** The admin API could not be reached, or refused. Tells a person why, a line for each mistake. */
public final class AdminException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;
    private final int status;

    /**
     * Nothing was answered.
     *
     * @param message why
     */
    AdminException(String message) {
        this(0, List.of(message));
    }

    /**
     * Refused.
     *
     * @param status of the answer; 0 if there was none
     * @param mistakes one or more
     */
    AdminException(int status, List<String> mistakes) {
        super(String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
        this.status = status;
    }

    /** What is wrong, a line each. */
    public List<String> mistakes() {
        return mistakes;
    }

    /** Whether the gateway answered with this status. */
    boolean is(int wanted) {
        return status == wanted;
    }

    /** Whether the gateway answered, and said no: to ask again would not help. */
    boolean refused() {
        return status >= 400 && status < 500;
    }
}
