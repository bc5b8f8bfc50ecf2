package dev.sluice.core.options;

import java.util.List;

/** Options that cannot be accepted. Names every mistake in them, a line each. */
public final class MistakesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;

    MistakesException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /**
     * The mistakes.
     *
     * @return one or more, each naming option and value
     */
    public List<String> mistakes() {
        return mistakes;
    }
}
