package dev.sluice.middlewares.retry;

import dev.sluice.expression.And;
import dev.sluice.expression.Expression;
import dev.sluice.expression.Fact;
import dev.sluice.expression.Not;
import dev.sluice.expression.Or;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many attempts a condition lets happen at most, by what it says of their number. */
final class AttemptBound {
    private static final Pattern NUMBER = Pattern.compile("Attempts\\(\\) (==|!=|<|<=|>|>=) (-?\\d{1,18})");

    private AttemptBound() {}

    /**
     * The number of the first attempt for which the condition cannot hold, so that none follows it.
     *
     * @param most the answer if there is none before
     */
    static int of(Expression<Attempt> condition, int most) {
        int attempt = 1;
        while (attempt < most && canBe(true, condition, attempt)) {
            attempt++;
        }
        return attempt;
    }

    /** Whether the condition can have a value for an attempt of a number; of what else it asks anything is possible. */
    private static boolean canBe(boolean value, Expression<Attempt> condition, int attempt) {
        return switch (condition) {
            case And<Attempt> and ->
                value
                        ? and.parts().stream().allMatch(part -> canBe(true, part, attempt))
                        : and.parts().stream().anyMatch(part -> canBe(false, part, attempt));
            case Or<Attempt> or ->
                value
                        ? or.parts().stream().anyMatch(part -> canBe(true, part, attempt))
                        : or.parts().stream().allMatch(part -> canBe(false, part, attempt));
            case Not<Attempt> not -> canBe(!value, not.part(), attempt);
            case Fact<Attempt> fact -> canBe(value, NUMBER.matcher(fact.toString()), attempt);
        };
    }

    private static boolean canBe(boolean value, Matcher comparison, int attempt) {
        return !comparison.matches()
                || value == holds(attempt, comparison.group(1), Long.parseLong(comparison.group(2)));
    }

    private static boolean holds(int attempt, String operator, long number) {
        return switch (operator) {
            case "==" -> attempt == number;
            case "!=" -> attempt != number;
            case "<" -> attempt < number;
            case "<=" -> attempt <= number;
            case ">" -> attempt > number;
            default -> attempt >= number;
        };
    }
}
