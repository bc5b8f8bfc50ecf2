package dev.sluice;

import dev.sluice.model.Place;
import dev.sluice.model.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a gateway while it is written: what stands between the braces of a lambda. Each call adds something and gives
 * the part back, so that statements and chains mean the same. Mistakes are collected, and told all at once when the whole
 * gateway is written. Not thread-safe; of no use after its lambda.
 *
 * @param <S> the part itself
 */
public abstract sealed class Block<S> implements Steps<S> permits RoutesBlock, RouteScope, PoolScope, Policy.Scope {
    private final List<String> mistakes;
    private final String name;
    private Written written = Written.NOTHING;
    private @Nullable String open;
    private boolean ended;
    private boolean broken;

    /**
     * A part of a gateway.
     *
     * @param mistakes of the whole gateway
     * @param name for messages
     */
    Block(List<String> mistakes, String name) {
        this.mistakes = mistakes;
        this.name = name;
    }

    abstract S self();

    /** What is wrong with a step that is written now; nothing if it may stand here. */
    @Nullable
    String misplaced() {
        return null;
    }

    @Override
    public final <O> S step(StepType<O> type, Supplier<O> options) {
        if (fits(type.name(), misplaced())) {
            written = written.with(type, options);
        }
        return self();
    }

    @Override
    public final S use(Policy policy) {
        if (fits("use", misplaced())) {
            written = written.with(policy);
        }
        return self();
    }

    /** Whether something may be written now; if not, that is a mistake. */
    final boolean fits(String what, @Nullable String misplaced) {
        if (ended) {
            throw new IllegalStateException(what + ": " + name + " is written already");
        }
        String why = open == null
                ? misplaced
                : "stands on " + name + ", while " + open
                        + " is being written: call it on the parameter of that lambda";
        if (why != null) {
            mistake(what, why);
        }
        return why == null;
    }

    final void mistake(String what, String why) {
        mistakes.add(written.here().before(what + ": " + why));
    }

    final Place here() {
        return written.here();
    }

    final Written written() {
        return written;
    }

    final void written(Written changed) {
        written = changed;
    }

    final List<String> mistakes() {
        return mistakes;
    }

    /** Lets a lambda write a part inside this one. */
    final <B extends Block<?>> B inside(B inner, Consumer<? super B> lambda) {
        String before = open;
        open = inner.name();
        try {
            inner.write(lambda);
        } finally {
            open = before;
        }
        return inner;
    }

    /** Lets a lambda write this part; what it throws is a mistake like any other, and ends it. */
    @SuppressWarnings("unchecked") // a part is written by lambdas for its own type
    final <B> void write(Consumer<? super B> lambda) {
        try {
            Steps.given("lambda of " + name, lambda).accept((B) this);
        } catch (IllegalArgumentException wrong) {
            broken = true;
            mistakes.addAll(Written.told(wrong));
        } finally {
            end();
        }
    }

    /** Whether its lambda did not come to its end. */
    final boolean isBroken() {
        return broken;
    }

    final String name() {
        return name;
    }

    private void end() {
        ended = true;
        mistakes.addAll(new ArrayList<>(written.mistakes()));
    }
}
