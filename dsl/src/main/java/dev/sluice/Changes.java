package dev.sluice;

import dev.sluice.middlewares.canary.Canary;
import dev.sluice.middlewares.canary.Split;
import dev.sluice.model.Model;
import dev.sluice.model.option.Suggestion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Changes a gateway while it runs. A change is first planned, then applied. Each request keeps what it began with, so
 * nothing is dropped; what is the same part at the same place keeps its state: buckets, breakers, weights, connections.
 * Thread-safe.
 */
public final class Changes {
    private final Live live;

    Changes(Live live) {
        this.live = live;
    }

    /**
     * What would change if the gateway were written so.
     *
     * @param lambda writes the whole gateway
     * @return the plan; nothing has changed
     * @throws ProgramException naming every mistake
     */
    public Plan plan(Consumer<GatewayScope> lambda) {
        return live.plan(GatewayScope.written(lambda));
    }

    /**
     * What would change if another gateway ran in its place.
     *
     * @param other written in Java, or read from a file
     * @return the plan; nothing has changed
     */
    public Plan plan(Gateway other) {
        return live.plan(Steps.given("other", other).model());
    }

    /**
     * Makes what was planned run.
     *
     * @param plan of the model that runs now
     * @return the version that runs
     * @throws IllegalStateException if another model runs than the plan was made for; then nothing has changed
     * @throws ProgramException naming everything that cannot be had; then nothing has changed
     */
    public Applied apply(Plan plan) {
        return live.apply(Steps.given("plan", plan));
    }

    /**
     * Reads another gateway and makes it run: what a file that has changed is followed by. What is wrong is logged and
     * counted ({@code gateway.refused} of {@code stats()}).
     *
     * @param source reads it
     * @return the version that runs; empty if nothing is different
     * @throws ProgramException naming every mistake, and everything that cannot be had; then nothing has changed
     * @throws IllegalStateException if a listener cannot be had; then nothing has changed
     */
    public Optional<Applied> reload(Supplier<Gateway> source) {
        try {
            Plan plan = plan(source.get());
            return plan.difference().isEmpty() ? Optional.empty() : Optional.of(apply(plan));
        } catch (ProgramException | IllegalStateException wrong) {
            live.refused(wrong);
            throw wrong;
        }
    }

    /**
     * Makes the model before this one run again, as a version of its own.
     *
     * @return the version that runs
     * @throws IllegalStateException if there is none
     */
    public Applied rollback() {
        return live.rollback();
    }

    /**
     * What runs and has run.
     *
     * @return the last {@value History#REMEMBERED} versions, the newest first
     */
    public List<Applied> history() {
        return live.history().versions();
    }

    /**
     * What runs.
     *
     * @return the model of now
     */
    public Model model() {
        return live.current().generation().model();
    }

    /**
     * The canaries of the splits that run now, to be looked at, promoted, held or rolled back by hand.
     *
     * @return by the paths of their splits, such as {@code shop/split}
     */
    public Map<String, Canary> canaries() {
        Map<String, Canary> canaries = new TreeMap<>();
        live.current()
                .generation()
                .made(Split.class)
                .forEach((path, split) -> split.canary().ifPresent(canary -> canaries.put(path, canary)));
        return Collections.unmodifiableMap(canaries);
    }

    /**
     * One of the canaries.
     *
     * @param path of its split, such as {@code shop/split}
     * @return the canary
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    public Canary canary(String path) {
        Map<String, Canary> all = canaries();
        return Optional.ofNullable(all.get(path))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no canary \"" + path + "\"; " + Suggestion.among(path, all.keySet())));
    }
}
