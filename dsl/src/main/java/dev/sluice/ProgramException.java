package dev.sluice;

import java.util.List;

/** A program that cannot be run. Names every mistake in it, each with its step. */
public final class ProgramException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;

    ProgramException(List<String> mistakes) {
        super((mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes") + " in this proxy:\n  "
                + String.join("\n  ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /**
     * The mistakes.
     *
     * @return one or more, in the order of the program, each such as {@code rateLimit: tokens of a rate must be …}
     */
    public List<String> mistakes() {
        return mistakes;
    }
}
