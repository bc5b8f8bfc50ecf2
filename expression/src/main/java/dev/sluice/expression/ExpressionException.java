package dev.sluice.expression;

/**
 * A text is not an expression. The message says what was expected and where, then shows the text with a caret:
 *
 * <pre>
 * expected an int, found "3" (character 14)
 *   Attempts() &lt; "3"
 *                ^
 * </pre>
 */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String text;
    private final int position;

    ExpressionException(String problem, String text, int position) {
        super(problem + " (character " + position + ")\n  " + shown(text) + "\n  " + " ".repeat(position - 1) + "^");
        this.problem = problem;
        this.text = text;
        this.position = position;
    }

    /** The text on one line, so that the caret below it points at the right character. */
    private static String shown(String text) {
        StringBuilder line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }

    /** What is wrong, without the place. */
    String problem() {
        return problem;
    }

    /**
     * The text that was parsed.
     *
     * @return the whole text
     */
    public String text() {
        return text;
    }

    /**
     * The position of the mistake in the text.
     *
     * @return the number of the character, from 1; one more than the text's length if it ends too early
     */
    public int position() {
        return position;
    }
}
