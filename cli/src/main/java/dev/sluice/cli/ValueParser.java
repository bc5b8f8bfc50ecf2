package dev.sluice.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns what was typed into a value, or its mistake into a line. */
final class ValueParser implements ITypeConverter<Object> {
    private final Function<String, ?> parse;

    ValueParser(Function<String, ?> parse) {
        this.parse = parse;
    }

    @Override
    public Object convert(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | ArithmeticException mistake) {
            throw new TypeConversionException(firstLine(mistake));
        }
    }

    /** Errors in expressions go on with a picture of where they are, which is more than a line. */
    private static String firstLine(RuntimeException mistake) {
        return String.valueOf(mistake.getMessage()).lines().findFirst().orElse("");
    }
}
