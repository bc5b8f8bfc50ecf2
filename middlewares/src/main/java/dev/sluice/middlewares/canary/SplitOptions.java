package dev.sluice.middlewares.canary;

import dev.sluice.core.Source;
import dev.sluice.core.options.Mistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How requests are divided among pools. Immutable.
 *
 * @param pools the weights of pools by their names, two or more, each 0 or more
 * @param by the key that keeps a client at its pool; empty if each request is drawn anew
 * @param canary how one of the pools grows; empty if the weights stay
 */
public record SplitOptions(Map<String, Integer> pools, Optional<Source> by, Optional<CanaryOptions> canary) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public SplitOptions {
        Map<String, Integer> weights = Map.copyOf(pools);
        Set<String> names = new TreeSet<>(weights.keySet());
        Mistakes mistakes = new Mistakes();
        mistakes.unless(weights.size() >= 2, "pools must be two or more, are " + names);
        weights.forEach((pool, weight) ->
                mistakes.unless(weight >= 0, "pools: the weight of " + pool + " must be 0 or more, is " + weight));
        String tried = canary.map(CanaryOptions::pool).orElse("");
        mistakes.unless(
                canary.isEmpty() || weights.containsKey(tried), "canary: " + tried + " is none of the pools " + names);
        mistakes.unless(
                weights.entrySet().stream().anyMatch(pool -> !pool.getKey().equals(tried) && pool.getValue() > 0),
                "pools must have a weight above 0" + (tried.isEmpty() ? "" : " beside the canary"));
        canary.filter(grows -> grows.steps().size() == 1 && weights.getOrDefault(tried, 0) == 0)
                .ifPresent(grows -> mistakes.add("canary: steps must have one below 100 if its weight is 0"));
        mistakes.throwIfAny();
        pools = weights;
    }

    /**
     * Starts without pools.
     *
     * @return a builder, which needs two pools
     */
    public static Builder builder() {
        return new Builder();
    }

    /** The share of the canary by its weight, in percent. */
    double canaryWeight() {
        long all = pools.values().stream().mapToLong(weight -> weight).sum();
        return canary.map(tried -> 100.0 * pools.getOrDefault(tried.pool(), 0) / all)
                .orElse(0.0);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Integer> pools = new LinkedHashMap<>();
        private final Mistakes mistakes = new Mistakes();
        private Optional<Source> by = Optional.empty();
        private Optional<CanaryOptions.Builder> canary = Optional.empty();

        private Builder() {}

        /**
         * A pool with its weight.
         *
         * @param name of the pool
         * @param weight 0 or more; the pools share the requests by their weights
         * @return this
         */
        public Builder pool(String name, int weight) {
            mistakes.unless(pools.putIfAbsent(name, weight) == null, "pools: " + name + " is named twice");
            return this;
        }

        /**
         * The pool that is tried, with the weight that it begins with.
         *
         * @param name of the pool
         * @param weight 0 to begin with the first step
         * @return this
         */
        public Builder canary(String name, int weight) {
            mistakes.unless(canary.isEmpty(), "canary: there is one already, and " + name);
            canary = Optional.of(CanaryOptions.builder(name));
            return pool(name, weight);
        }

        /**
         * Says when the canary gets the share of the next step.
         *
         * @param options steps, margins, samples, times
         * @return this
         */
        public Builder promoteWhen(Consumer<? super CanaryOptions.Builder> options) {
            canary.ifPresentOrElse(options, () -> mistakes.add("promoteWhen: there is no canary before it"));
            return this;
        }

        /**
         * Keeps clients at their pool: those with the same key have the same pool for as long as the weights stay, and
         * a pool that grows only takes clients of the others. Requests without the key are drawn anew each time.
         *
         * @param key such as {@code Source.clientIp()}
         * @return this
         */
        public Builder by(Source key) {
            by = Optional.of(key);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public SplitOptions build() {
            Mistakes all = new Mistakes();
            mistakes.found().forEach(all::add);
            List<CanaryOptions> grows = new ArrayList<>();
            canary.ifPresent(options -> all.under("canary", () -> grows.add(options.build())));
            Optional<SplitOptions> made =
                    all.made(() -> new SplitOptions(pools, by, grows.stream().findFirst()));
            all.throwIfAny();
            return made.orElseThrow();
        }
    }
}
