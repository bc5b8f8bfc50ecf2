package dev.sluice.middlewares.retry;

import dev.sluice.expression.Expression;
import dev.sluice.expression.IntTerm;
import dev.sluice.expression.TextTerm;
import dev.sluice.expression.Vocabulary;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;

/**
 * The terms of a retry condition, as text ({@link #parse}) and typed: {@code
 * networkError().and(attempts().lessThan(3))}.
 */
public final class RetryWhen {
    private static final String GRPC_STATUS = "GrpcStatus";

    private static final Vocabulary<Attempt> WORDS = Vocabulary.<Attempt>builder()
            .text("RequestMethod", attempt -> attempt.request().method())
            .flag("IsNetworkError", Attempt::networkError)
            .integer("Attempts", Attempt::number)
            .integer("ResponseCode", attempt -> attempt.response().status().code())
            .integer(GRPC_STATUS, Attempt::grpcStatus)
            .build();

    private RetryWhen() {}

    /** The type of the option. */
    static OptionType<Expression<Attempt>> option() {
        return OptionTypes.expression(WORDS);
    }

    /**
     * Parses a condition, such as {@code IsNetworkError() && Attempts() < 3}.
     *
     * @param text the condition
     * @return the same as its typed form
     * @throws dev.sluice.expression.ExpressionException with the position of the error
     */
    public static Expression<Attempt> parse(String text) {
        return Expression.parse(text, WORDS);
    }

    /**
     * {@code RequestMethod()}: the method, in the case it was sent in.
     *
     * @return the term
     */
    public static TextTerm<Attempt> requestMethod() {
        return WORDS.text("RequestMethod");
    }

    /**
     * {@code IsNetworkError()}: the network between gateway and upstream failed (refused, reset, garbled, timed out). A
     * 502 or 504 that the upstream itself sent is no network error; in oxy it is one.
     *
     * @return the condition
     */
    public static Expression<Attempt> networkError() {
        return WORDS.flag("IsNetworkError");
    }

    /**
     * {@code Attempts()}: the number of attempts so far: 1 after the first.
     *
     * @return the term
     */
    public static IntTerm<Attempt> attempts() {
        return WORDS.integer("Attempts");
    }

    /**
     * {@code ResponseCode()}: the status that the client sees if there is no retry.
     *
     * @return the term
     */
    public static IntTerm<Attempt> responseCode() {
        return WORDS.integer("ResponseCode");
    }

    /**
     * {@code GrpcStatus()}: the status of a call of gRPC that has ended with its head, without a message: 14 for UNAVAILABLE. It
     * is -1 for other responses: once a message was passed on, a call cannot be repeated.
     *
     * @return the term
     */
    public static IntTerm<Attempt> grpcStatus() {
        return WORDS.integer(GRPC_STATUS);
    }

    /** Whether a condition asks for the status of gRPC, and so for the repetition of calls. */
    static boolean asksForGrpc(Expression<Attempt> condition) {
        return condition.facts().stream().anyMatch(fact -> fact.toString().contains(GRPC_STATUS + "()"));
    }
}
