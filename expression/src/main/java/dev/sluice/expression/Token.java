package dev.sluice.expression;

/** A token: its kind, its index in the text (from 0), its characters, and the value of a literal or name. */
record Token(Kind kind, int at, String source, String value) {
    /** Kinds with a fixed text are tried in this order: {@code <=} before {@code <}. */
    enum Kind {
        AND("&&"),
        OR("||"),
        EQUAL("=="),
        NOT_EQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        GREATER(">"),
        NOT("!"),
        OPEN("("),
        CLOSE(")"),
        COMMA(","),
        NAME(""),
        INT(""),
        FLOAT(""),
        STRING(""),
        END("");

        private final String symbol;

        Kind(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    boolean isLiteral() {
        return kind == Kind.INT || kind == Kind.FLOAT || kind == Kind.STRING;
    }

    Literal literal() {
        return switch (kind) {
            case INT -> new Literal.Int(integer());
            case FLOAT -> new Literal.Real(Double.parseDouble(value));
            case STRING -> new Literal.Text(value);
            default -> throw new IllegalArgumentException("expected a literal, found " + this);
        };
    }

    private long integer() {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("expected an int of 64 bits, found " + value, tooLarge);
        }
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : source;
    }
}
