package dev.sluice.middlewares.circuitbreaker;

import java.time.Duration;

/** What a breaker knows when it asks its condition: the exchanges of its window, client aborts left out. */
public interface Readings {
    /**
     * How many there were.
     *
     * @return the count
     */
    long requests();

    /**
     * How many of all failed on the network; an upstream's own 502 is no network error.
     *
     * @return 0 to 1; 0 if there were none
     */
    double networkErrorRatio();

    /**
     * How many statuses were in one range for each that was in another.
     *
     * @param some the range counted
     * @param others the range compared with
     * @return 0 if there were none of the others
     */
    double responseCodeRatio(Codes some, Codes others);

    /**
     * The latency that a share of the exchanges in the window of latencies did not exceed, to the head of the response or
     * to the end of its body, as the breaker measures.
     *
     * @param percent 0 to 100
     * @return zero if there were none
     */
    Duration latencyAtQuantile(double percent);

    /**
     * A range of statuses.
     *
     * @param from the first
     * @param to the one behind the last
     */
    record Codes(long from, long to) {
        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException if the range is empty
         */
        public Codes {
            if (from >= to) {
                throw new IllegalArgumentException("expected a range of codes, found [" + from + ", " + to + ")");
            }
        }

        /**
         * Whether a status is in the range.
         *
         * @param code the status
         * @return true if it is
         */
        public boolean contains(long code) {
            return code >= from && code < to;
        }
    }
}
