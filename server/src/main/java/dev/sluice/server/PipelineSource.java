package dev.sluice.server;

import dev.sluice.core.Completion;
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

    /** A pipeline on loan; one for all exchanges that have it. */
    final class Lease {
        private final LeasedSteps.Lease steps;

        /**
         * Prepares the loans of a pipeline.
         *
         * @param pipeline of fixed steps
         * @param end told once for each exchange that it was lent to
         */
        public Lease(Pipeline pipeline, Completion end) {
            this.steps = new LeasedSteps.Lease(pipeline.fixed(), end);
        }

        LeasedSteps.Lease steps() {
            return steps;
        }
    }
}
