package dev.sluice.observe.metrics;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.observe.meters.Stats;
import io.helidon.metrics.api.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The programs of this process, as scrapes of Helidon's {@code /observe/metrics} show them: each registry that is scraped
 * shows all of them, in the scope {@value #SCOPE}, beside what it has already. Series with equal labels of several programs
 * are summed up.
 *
 * <p>Static, as Helidon finds the formatters of a scrape by {@link java.util.ServiceLoader}, and gives them nothing but the
 * registry. Thread-safe. Costs nothing until the first scrape.
 */
public final class Exposed {
    /** The scope of Helidon's that all meters of Sluice have. */
    public static final String SCOPE = "sluice";

    private static final List<Supplier<Stats>> PROGRAMS = new CopyOnWriteArrayList<>();

    /** Loads the libraries, with the first scrape. */
    private static final class Lazy {
        static final Exposition EXPOSITION = new Exposition();
    }

    private Exposed() {}

    /**
     * Shows a program from now on.
     *
     * @param program takes a snapshot
     * @return shows it no longer: its series go with the next scrape
     */
    public static Registration show(Supplier<Stats> program) {
        Supplier<Stats> own = () -> program.get(); // the same may be shown twice
        PROGRAMS.add(own);
        return () -> PROGRAMS.remove(own);
    }

    /**
     * Brings a registry to what is counted now. Scrapes through Helidon do that by themselves; for whoever reads a registry
     * by other means.
     *
     * @param registry Helidon's global one, or another
     */
    public static void refresh(MeterRegistry registry) {
        refreshed(registry);
    }

    /** What all registries show, refreshed for one of them. */
    static Exposition refreshed(MeterRegistry registry) {
        Lazy.EXPOSITION.refresh(
                registry, Stats.sum(PROGRAMS.stream().map(Supplier::get).toList()));
        return Lazy.EXPOSITION;
    }
}
