package dev.sluice.server;

import dev.sluice.server.hosting.LeasedSteps;

/** Where exchanges get the pipeline of now, which another may follow while they run. Thread-safe. */
public interface PipelineSource {
    /**
     * Lends the pipeline of now to an exchange that begins.
     *
     * @return the loan, whose end is told when the exchange has ended
     */
    Lease acquire();

    /**
     * Looks at the pipeline of now.
     *
     * @return the same as {@link #acquire}, not lent to anybody
     */
    Lease now();

    /** A pipeline on loan, by {@link Pipeline#lent}; one for all exchanges that have it. */
    final class Lease {
        private final LeasedSteps.Lease steps;

        Lease(LeasedSteps.Lease steps) {
            this.steps = steps;
        }

        LeasedSteps.Lease steps() {
            return steps;
        }
    }
}
