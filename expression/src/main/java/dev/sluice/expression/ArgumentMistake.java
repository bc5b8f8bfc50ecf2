package dev.sluice.expression;

/** An argument of a call is wrong; the parser points at it. */
final class ArgumentMistake extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int index;

    ArgumentMistake(int index, String problem, Throwable cause) {
        super(problem, cause);
        this.index = index;
    }

    int index() {
        return index;
    }
}
