package dev.sluice.middlewares;

import dev.sluice.core.Request;
import dev.sluice.core.Source;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.Tokens;
import dev.sluice.expression.Expression;
import dev.sluice.model.option.JsonSchemas;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.routing.Predicates;
import java.util.List;

/** Option types that several middlewares share. */
public final class OptionKinds {
    private OptionKinds() {}

    /**
     * The source that a limit counts by, such as the client's address.
     *
     * @return a type that reads and writes the built-in sources; a lambda exists in Java only
     */
    public static OptionType<Source> source() {
        return OptionTypes.parsed(
                "clientIp(), clientIp(BITS), header(NAME), cookie(NAME), capture(NAME) or host()",
                Source::parse,
                OptionKinds::written);
    }

    private static String written(Source source) {
        return switch (source) {
            case Source.ClientIp ip -> ip.toString();
            case Source.Header header -> header.toString();
            case Source.Cookie cookie -> cookie.toString();
            case Source.Capture capture -> capture.toString();
            case Source.Host host -> host.toString();
            default -> throw new OpaqueValueException("source " + source);
        };
    }

    /**
     * A name of a field or a method (RFC 9110 §5.6.2).
     *
     * @param what such as {@code field name}
     * @return the type, whose values are tokens
     */
    public static OptionType<String> token(String what) {
        return OptionTypes.parsed(
                what,
                text -> {
                    if (!Tokens.isToken(text)) {
                        throw new IllegalArgumentException("must be a " + what + ", is '" + text + "'");
                    }
                    return text;
                },
                text -> text);
    }

    /**
     * A predicate of requests, such as {@code Header("X-Priority", "high")}.
     *
     * @return a type that reads and writes text; code of a program exists in Java only
     */
    public static OptionType<Expression<Request>> predicate() {
        return OptionTypes.parsed("predicate", Predicates::parse, OptionKinds::written);
    }

    private static String written(Expression<Request> predicate) {
        if (!Predicates.opaque(predicate).isEmpty()) {
            throw new OpaqueValueException("predicate " + predicate);
        }
        return predicate.toString();
    }

    /**
     * A range of addresses.
     *
     * @return the type
     */
    public static OptionType<Cidr> cidr() {
        return OptionTypes.parsed("address range, such as 10.0.0.0/8", Cidr::of, Cidr::toString);
    }

    /**
     * Percentages.
     *
     * @return 0 to 100, also with a fraction, such as {@code 99.5}
     */
    public static OptionType<Double> percent() {
        return OptionType.of("percentage, 0 to 100", OptionKinds::readPercent, OptionKinds::writePercent)
                .withSchema(() -> JsonSchemas.of(
                        "type",
                        List.of("number", "string"),
                        "minimum",
                        0L,
                        "maximum",
                        100L,
                        "pattern",
                        "^(\\s*\\d{1,3}(\\.\\d+)?\\s*)$|\\$\\{"));
    }

    private static double readPercent(Object data) {
        try {
            double percent = Double.parseDouble(data.toString().strip());
            if (percent >= 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("must be a percentage, is " + data, noNumber);
        }
        throw new IllegalArgumentException("must be 0..100, is " + data);
    }

    /** Without a fraction if there is none. */
    private static Object writePercent(double percent) {
        long whole = Math.round(percent);
        return percent == whole ? (Object) whole : (Object) percent;
    }
}
