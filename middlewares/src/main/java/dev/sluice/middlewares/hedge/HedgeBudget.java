package dev.sluice.middlewares.hedge;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.options.Mistakes;
import dev.sluice.middlewares.Nested;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.PartType;
import java.util.List;

/**
 * The most attempts that hedging may add: of n requests that could be hedged, {@code n · percent / 100 + burst} at most,
 * whatever the upstreams do. It is a share of the requests, not of those under way: when upstreams are slow, more
 * requests are under way, and that must not allow more attempts.
 *
 * @param percent of the requests that could be hedged, 0 to 100
 * @param burst how many attempts may be saved up, and how many there are at the start
 */
public record HedgeBudget(int percent, int burst) {
    /** 10 % of the requests, and 10 at once. */
    public static final HedgeBudget DEFAULT = new HedgeBudget(10, 10);

    private static final OptionSpec<HedgeBudget, Integer> PERCENT =
            optional("percent", OptionTypes.integer(0), 10, HedgeBudget::percent, "of the requests, 0 to 100");
    private static final OptionSpec<HedgeBudget, Integer> BURST =
            optional("burst", OptionTypes.integer(1), 10, HedgeBudget::burst, "so many may be saved up");

    /** Its options. */
    static final PartType<HedgeBudget> TYPE = new Nested<>(
            "budget", List.of(PERCENT, BURST), values -> new HedgeBudget(values.get(PERCENT), values.get(BURST)));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public HedgeBudget {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(percent >= 0 && percent <= 100, "hedge budget's percent must be 0..100, is " + percent);
        mistakes.unless(burst >= 1, "hedge budget's burst must be 1 or more, is " + burst);
        mistakes.throwIfAny();
    }
}
