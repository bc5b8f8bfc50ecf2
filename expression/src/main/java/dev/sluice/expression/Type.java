package dev.sluice.expression;

/** The type of a parameter or of the result of a function. */
public enum Type {
    /** True or false; only the type of a result. */
    BOOLEAN("bool"),
    /** A whole number of 64 bits. */
    INT("int"),
    /** A floating-point number of 64 bits. */
    FLOAT("float"),
    /** A text. */
    STRING("string");

    private final String text;

    Type(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
