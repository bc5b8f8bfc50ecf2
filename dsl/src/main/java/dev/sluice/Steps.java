package dev.sluice;

import dev.sluice.core.Gate;
import dev.sluice.core.Middleware;
import dev.sluice.model.StepType;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be written in every part of a program. Each middleware's method is defined once, in the earliest part that it
 * may stand in, and inherited by the parts where it makes sense, too.
 *
 * @param <S> the part of the program, which each call gives back to go on with
 */
public interface Steps<S> {
    /**
     * Adds a step of any type: what all methods here do, and how a step of an optional module or of one's own is
     * written.
     *
     * @param type the kind of step
     * @param options makes the checked options; what it throws is a mistake of the program
     * @param <O> the options
     * @return the part of the program with it
     */
    <O> S step(StepType<O> type, Supplier<O> options);

    /**
     * Adds the steps of a policy, which are the same instances wherever it stands.
     *
     * @param policy made by {@link Sluice#policy}
     * @return the part of the program with it
     */
    S use(Policy policy);

    /**
     * Adds a middleware of one's own. All starts of the program share it, and none closes it.
     *
     * @param middleware a lambda or an instance
     * @return the part of the program with it
     */
    default S use(Middleware middleware) {
        return use("", middleware);
    }

    /**
     * Adds a middleware of one's own.
     *
     * @param name what the plan calls it
     * @param middleware a lambda or an instance; one that is a {@link Gate} stays a gate
     * @return the part of the program with it
     */
    default S use(String name, Middleware middleware) {
        return step(OwnType.TYPE, () -> new OwnType.Own(name, middleware));
    }

    /**
     * Adds a gate of one's own.
     *
     * @param gate decides by the head alone
     * @return the part of the program with it
     */
    default S use(Gate gate) {
        return use("", gate);
    }

    /**
     * Adds a gate of one's own.
     *
     * @param name what the plan calls it
     * @param gate decides by the head alone
     * @return the part of the program with it
     */
    default S use(String name, Gate gate) {
        return use(name, (Middleware) gate);
    }

    /**
     * Checks that somebody gave a value.
     *
     * @throws IllegalArgumentException that names it, if it is null
     */
    static <T> T given(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    /** The builder after a lambda of the program had it. */
    static <B> B with(B builder, Consumer<? super B> options) {
        options.accept(builder);
        return builder;
    }
}
