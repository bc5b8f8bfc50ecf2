package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.expression.Arguments;
import dev.sluice.expression.Expression;
import dev.sluice.expression.ExpressionException;
import dev.sluice.expression.FloatTerm;
import dev.sluice.expression.IntTerm;
import dev.sluice.expression.Type;
import dev.sluice.expression.Vocabulary;
import dev.sluice.middlewares.circuitbreaker.Readings.Codes;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The terms of a breaker's condition, as text in oxy's language ({@link #parse}) and typed: {@code
 * networkErrorRatio().greaterThan(0.5)}.
 */
public final class TripWhen {
    private static final String LATENCY = "LatencyAtQuantileMS";
    private static final String NETWORK_ERRORS = "NetworkErrorRatio";
    private static final String CODES = "ResponseCodeRatio";
    private static final String CALLS = "GrpcStatusRatio";
    private static final String REQUESTS = "RequestThreshold";

    private static final List<Type> TWO_RANGES = List.of(Type.INT, Type.INT, Type.INT, Type.INT);

    private static final Vocabulary<Readings> WORDS = Vocabulary.<Readings>builder()
            .integer(LATENCY, List.of(Type.FLOAT), TripWhen::latency)
            .real(NETWORK_ERRORS, Readings::networkErrorRatio)
            .real(CODES, TWO_RANGES, arguments -> ratio(arguments, Readings::responseCodeRatio))
            .real(CALLS, TWO_RANGES, arguments -> ratio(arguments, Readings::grpcStatusRatio))
            .integer(REQUESTS, Readings::requests)
            .build();

    private TripWhen() {}

    /** The type of the option. */
    static OptionType<Expression<Readings>> option() {
        return OptionTypes.expression(WORDS);
    }

    /**
     * Parses a condition.
     *
     * @param text such as {@code NetworkErrorRatio() > 0.5 || LatencyAtQuantileMS(50.0) > 100}
     * @return the condition
     * @throws ExpressionException with the position and what was expected there
     */
    public static Expression<Readings> parse(String text) {
        return Expression.parse(text, WORDS);
    }

    /**
     * {@code LatencyAtQuantileMS(50.0)}: the latency that a share of the exchanges of the last minute did not exceed, to the head of
     * the response unless the breaker measures to the end.
     *
     * @param percent 0 to 100
     * @return whole milliseconds, rounded down
     */
    public static IntTerm<Readings> latencyAtQuantileMs(double percent) {
        return WORDS.integer(LATENCY, percent);
    }

    /**
     * {@code NetworkErrorRatio()}: the share of exchanges that ended in a network error.
     *
     * @return 0 to 1
     */
    public static FloatTerm<Readings> networkErrorRatio() {
        return WORDS.real(NETWORK_ERRORS);
    }

    /**
     * {@code ResponseCodeRatio(500, 600, 0, 600)}: the number of statuses in one range, divided by the number in
     * another.
     *
     * @param some the range counted
     * @param others the range compared with
     * @return 0 if there were none of the others
     */
    public static FloatTerm<Readings> responseCodeRatio(Codes some, Codes others) {
        return WORDS.real(CODES, some.from(), some.to(), others.from(), others.to());
    }

    /**
     * {@code GrpcStatusRatio(14, 15, 0, 17)}: the number of calls of gRPC with a status in one range, divided by the number in
     * another.
     *
     * @param some the range counted
     * @param others the range compared with
     * @return 0 if there were none of the others
     */
    public static FloatTerm<Readings> grpcStatusRatio(Codes some, Codes others) {
        return WORDS.real(CALLS, some.from(), some.to(), others.from(), others.to());
    }

    /**
     * {@code RequestThreshold()}: the number of exchanges in the window.
     *
     * @return the count
     */
    public static IntTerm<Readings> requestThreshold() {
        return WORDS.integer(REQUESTS);
    }

    private static ToLongFunction<Readings> latency(Arguments arguments) {
        double percent = arguments.real(0);
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("expected a quantile from 0 to 100, found " + percent);
        }
        return readings -> readings.latencyAtQuantile(percent).toMillis();
    }

    /** Measures one range of statuses by another. */
    @FunctionalInterface
    private interface Ratio {
        double of(Readings readings, Codes some, Codes others);
    }

    private static ToDoubleFunction<Readings> ratio(Arguments arguments, Ratio ratio) {
        Codes some = new Codes(arguments.integer(0), arguments.integer(1));
        Codes others = new Codes(arguments.integer(2), arguments.integer(3));
        return readings -> ratio.of(readings, some, others);
    }
}
