package dev.sluice;

import dev.sluice.model.PolicySteps;
import dev.sluice.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Steps under a name, which may stand in several places of a gateway and are one instance each: a limit that counts what
 * comes from all of these places. (A method or a lambda that writes steps into a scope gives each scope its own.)
 * Immutable.
 *
 * {@snippet :
 * Policy limits = policy("limits", p -> p.rateLimit(100, Duration.ofSeconds(1)));
 * gateway(g -> {
 *     g.scope(path("/a/**"), a -> a.use(limits).route("a", any(), r -> r.forward("http://a:8080")));
 *     g.scope(path("/b/**"), b -> b.use(limits).route("b", any(), r -> r.forward("http://b:8080")));
 * });
 * }
 */
public final class Policy {
    private final String name;
    private final List<Step<?>> steps;

    private Policy(String name, List<Step<?>> steps) {
        this.name = name;
        this.steps = steps;
    }

    static Policy written(String name, Consumer<Scope> lambda) {
        List<String> mistakes = new ArrayList<>();
        Scope scope = new Scope(mistakes, "policy \"" + name + "\"");
        if (name == null || name.isBlank()) {
            scope.mistake("policy", "needs a name");
        }
        scope.write(lambda);
        if (!mistakes.isEmpty()) {
            throw new ProgramException(mistakes);
        }
        return new Policy(name, PolicySteps.of(name, scope.written().steps()));
    }

    /**
     * What tells it from the other policies of a gateway.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    List<Step<?>> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return name + steps;
    }

    /** The steps of a policy while they are written. */
    public static final class Scope extends Block<Scope> implements RouteSteps<Scope> {
        private Scope(List<String> mistakes, String name) {
            super(mistakes, name);
        }

        @Override
        Scope self() {
            return this;
        }
    }
}
