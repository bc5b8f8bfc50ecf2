package dev.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Collects what is wrong with what a person wrote, so that all of it is told at once. Not thread-safe.
 *
 * {@snippet :
 * Mistakes mistakes = new Mistakes();
 * mistakes.unless(max >= 1, "max must be 1 or more, is " + max);
 * mistakes.unless(wait.isPositive(), "maxWait must be above 0, is " + wait);
 * mistakes.throwIfAny();
 * }
 */
public final class Mistakes {
    private final List<String> found = new ArrayList<>();

    /** None so far. */
    public Mistakes() {}

    /**
     * Adds one.
     *
     * @param message naming option and value
     */
    public void add(String message) {
        found.add(message);
    }

    /**
     * Adds one if something does not hold.
     *
     * @param holds what should be true
     * @param message naming option and value
     */
    public void unless(boolean holds, String message) {
        if (!holds) {
            found.add(message);
        }
    }

    /**
     * Does what may find mistakes, and keeps those that it throws.
     *
     * @param part may throw {@link IllegalArgumentException}
     */
    public void trying(Runnable part) {
        found.addAll(of(part));
    }

    /**
     * Does what may find mistakes, and keeps those that it throws under the name of what they are about.
     *
     * @param name such as that of an option
     * @param part may throw {@link IllegalArgumentException}
     */
    public void under(String name, Runnable part) {
        for (String message : of(part)) {
            boolean goesOn = message.startsWith("must ") || message.startsWith("is ");
            found.add(name + (goesOn ? " " : ": ") + message);
        }
    }

    private static List<String> of(Runnable part) {
        try {
            part.run();
            return List.of();
        } catch (MistakesException several) {
            return several.mistakes();
        } catch (IllegalArgumentException one) {
            return List.of(String.valueOf(one.getMessage()));
        }
    }

    /**
     * Makes what may have mistakes, and keeps those that are thrown.
     *
     * @param part may throw {@link IllegalArgumentException}
     * @param <T> what is made
     * @return what was made; empty if it had mistakes
     */
    public <T> Optional<T> made(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (IllegalArgumentException mistake) {
            trying(() -> {
                throw mistake;
            });
            return Optional.empty();
        }
    }

    /**
     * What was found so far.
     *
     * @return in the order of finding
     */
    public List<String> found() {
        return List.copyOf(found);
    }

    /**
     * Ends the collecting.
     *
     * @throws MistakesException if there is any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new MistakesException(found);
        }
    }
}
