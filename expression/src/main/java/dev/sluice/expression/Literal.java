package dev.sluice.expression;

/** A constant in an expression. Its text parses to an equal literal. */
sealed interface Literal {
    Type type();

    /** The literal for a Java constant: the typed form makes it of its arguments. */
    static Literal of(Object constant) {
        return switch (constant) {
            case Integer number -> new Int(number);
            case Long number -> new Int(number);
            case Double number -> new Real(number);
            case String text -> new Text(text);
            default ->
                throw new IllegalArgumentException("an argument must be int, long, double or String, is "
                        + constant.getClass().getName());
        };
    }

    /**
     * The literal as one of a type: an int becomes a float where a float is wanted; others are an error that names
     * both.
     */
    default Literal as(Type wanted) {
        if (type() == wanted) {
            return this;
        }
        if (wanted == Type.FLOAT && this instanceof Int number) {
            return new Real(number.value());
        }
        throw new IllegalArgumentException("expected " + article(wanted) + ", found " + this);
    }

    private static String article(Type type) {
        return (type == Type.INT ? "an " : "a ") + type;
    }

    record Int(long value) implements Literal {
        @Override
        public Type type() {
            return Type.INT;
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record Real(double value) implements Literal {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("expected a finite float, found " + value);
            }
        }

        @Override
        public Type type() {
            return Type.FLOAT;
        }

        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    record Text(String value) implements Literal {
        @Override
        public Type type() {
            return Type.STRING;
        }

        @Override
        public String toString() {
            return Quotes.quote(value);
        }
    }
}
