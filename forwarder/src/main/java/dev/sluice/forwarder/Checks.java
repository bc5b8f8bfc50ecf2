package dev.sluice.forwarder;

import dev.sluice.core.options.Mistakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes in options, to report all of them at once, a line each. Not thread-safe. */
final class Checks {
    private final Mistakes mistakes = new Mistakes();

    /** Adds a mistake. */
    void add(String option, String what) {
        mistakes.add("forwarder option '" + option + "' " + what);
    }

    /** Adds a mistake if a rule does not hold. */
    void require(boolean holds, String option, String rule, Object value) {
        if (!holds) {
            add(option, rule + ", is " + value);
        }
    }

    /** The value of an option; null, from callers without a null checker, is a mistake. */
    <T> Optional<T> value(String option, @Nullable T value) {
        if (value == null) {
            add(option, "must not be null");
        }
        return Optional.ofNullable(value);
    }

    void positive(String option, Duration value) {
        value(option, value).ifPresent(set -> require(set.isPositive(), option, "must be more than 0", set));
    }

    void notNegative(String option, Duration value) {
        value(option, value).ifPresent(set -> require(!set.isNegative(), option, "must not be negative", set));
    }

    /** Makes a part of the options, or adds the mistakes that its construction throws. */
    <T> Optional<T> trying(Supplier<T> part) {
        List<T> made = new ArrayList<>(1);
        mistakes.trying(() -> made.add(part.get()));
        return made.stream().findFirst();
    }

    /** Makes the value of an option, or adds the mistake that its construction throws. */
    <T> Optional<T> trying(String option, Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException mistake) {
            add(option, "has a mistake: " + mistake.getMessage());
            return Optional.empty();
        }
    }

    /** Makes the result. Throws all mistakes, those of its construction included, if there are any. */
    <T> T made(Supplier<T> part) {
        Optional<T> made = trying(part);
        throwIfAny();
        return made.orElseThrow();
    }

    void throwIfAny() {
        mistakes.throwIfAny();
    }
}
