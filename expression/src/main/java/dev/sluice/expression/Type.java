package dev.sluice.expression;

/** What a function takes or gives. */
public enum Type {
    /** True or false; only a result. */
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
