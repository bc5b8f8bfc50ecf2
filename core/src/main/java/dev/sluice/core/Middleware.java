package dev.sluice.core;

/**
 * Code around a {@link Handler}: it may answer itself, call the next handler once, or call it again.
 *
 * <p>Three rules make middlewares compose in any order:
 *
 * <ol>
 *   <li>return the response or close it, and close the previous one before calling {@code next} again;
 *   <li>read only as much of a body as the task needs;
 *   <li>let exceptions through: they are bugs, not network failures.
 * </ol>
 *
 * <p>Prefer a {@link Gate} when the head is enough to decide.
 */
@FunctionalInterface
public interface Middleware {
    /**
     * Handles one request.
     *
     * @param request what arrived
     * @param next the rest of the pipeline
     * @return the response to pass outwards
     */
    Response handle(Request request, Handler next);

    /**
     * The handler that this middleware makes of another one.
     *
     * @param next the rest of the pipeline
     * @return this middleware around {@code next}
     */
    default Handler around(Handler next) {
        return request -> handle(request, next);
    }

    /**
     * One line for {@code explain()}: the name and the options that matter.
     *
     * @return the description, by default the class's simple name
     */
    default String describe() {
        String name = getClass().getSimpleName();
        return name.isEmpty() || name.contains("$$Lambda") ? "use(lambda)" : name;
    }

    /** Releases what the middleware holds (files, threads). Called once, after the last exchange has ended. */
    default void close() {}
}
