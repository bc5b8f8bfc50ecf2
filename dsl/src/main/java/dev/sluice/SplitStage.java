package dev.sluice;

import dev.sluice.core.Source;
import dev.sluice.middlewares.canary.CanaryOptions;
import dev.sluice.middlewares.canary.SplitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The end of a route that divides its requests among pools, while it is written. Each call adds something and gives the
 * split back. Mistakes are told when the gateway is written. Not thread-safe; of no use after the lambda of its route.
 *
 * {@snippet :
 * r.split("stable", 95).canary("next", 5).promoteWhen(c -> c.hold(Duration.ofMinutes(10))).by(cookie("session"));
 * }
 */
public final class SplitStage {
    private final Consumer<Supplier<SplitOptions>> changed;
    private final List<Consumer<SplitOptions.Builder>> written = new ArrayList<>();

    /** A split without pools; what is written is told after each call, and stands in place of what was told before. */
    SplitStage(Consumer<Supplier<SplitOptions>> changed) {
        this.changed = changed;
    }

    /**
     * Another pool.
     *
     * @param pool its name
     * @param weight 0 or more; the pools share the requests by their weights
     * @return this
     */
    public SplitStage split(String pool, int weight) {
        return with(options -> options.pool(Steps.given("pool", pool), weight));
    }

    /**
     * The pool with a new version, which is given more and more of the requests for as long as it is no worse than the
     * others; see {@link #promoteWhen}.
     *
     * @param pool its name
     * @param weight what it begins with; 0 to begin with the first step
     * @return this
     */
    public SplitStage canary(String pool, int weight) {
        return with(options -> options.canary(Steps.given("pool", pool), weight));
    }

    /**
     * When the canary is given more, in place of the defaults.
     *
     * @param options steps, margins, samples, times
     * @return this
     */
    public SplitStage promoteWhen(Consumer<CanaryOptions.Builder> options) {
        return with(split -> split.promoteWhen(Steps.given("options", options)));
    }

    /**
     * Keeps clients at their pool; a pool that grows only takes clients of the others. Requests without the key are drawn
     * anew each time, which all are by default.
     *
     * @param key such as {@code clientIp()}, {@code cookie("session")} or {@code header("X-User")}
     * @return this
     */
    public SplitStage by(Source key) {
        return with(options -> options.by(Steps.given("by", key)));
    }

    private SplitStage with(Consumer<SplitOptions.Builder> more) {
        written.add(more);
        changed.accept(() -> {
            SplitOptions.Builder options = SplitOptions.builder();
            written.forEach(each -> each.accept(options));
            return options.build();
        });
        return this;
    }
}
