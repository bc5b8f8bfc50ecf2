package dev.sluice.core.options;

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

    /** Starts without a mistake. */
    public Mistakes() {}

    /**
     * Adds a mistake.
     *
     * @param message names the option and its value
     */
    public void add(String message) {
        found.add(message);
    }

    /**
     * Adds a mistake if a condition does not hold.
     *
     * @param holds the condition
     * @param message names the option and its value
     */
    public void unless(boolean holds, String message) {
        if (!holds) {
            found.add(message);
        }
    }

    /**
     * Runs a check, and adds the mistakes that it throws.
     *
     * @param part the check, which throws {@link IllegalArgumentException} for a mistake
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
     * Makes a value from options, and adds the mistakes that this throws.
     *
     * @param part makes the value; throws {@link IllegalArgumentException} for a mistake
     * @param <T> the type of the value
     * @return the value; empty if there was a mistake
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
     * The mistakes so far.
     *
     * @return in the order in which they were added
     */
    public List<String> found() {
        return List.copyOf(found);
    }

    /**
     * Throws all mistakes at once.
     *
     * @throws MistakesException if there is a mistake
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new MistakesException(found);
        }
    }
}
