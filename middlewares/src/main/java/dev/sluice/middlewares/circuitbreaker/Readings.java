package dev.sluice.middlewares.circuitbreaker;

import java.time.Duration;

/**
 * The measures that a breaker's condition is evaluated on: those of the exchanges in its window, without those that
 * clients broke off.
 */
public interface Readings {
    /**
     * The number of exchanges.
     *
     * @return the count
     */
    long requests();

    /**
     * The share of exchanges that ended in a network error. A 502 that the upstream itself sent is none.
     *
     * @return 0 to 1; 0 if there were none
     */
    double networkErrorRatio();

    /**
     * The number of statuses in one range, divided by the number of those in another.
     *
     * @param some the range counted
     * @param others the range compared with
     * @return 0 if there were none of the others
     */
    double responseCodeRatio(Codes some, Codes others);

    /**
     * The number of statuses of gRPC in one range, divided by the number of those in another. A call that has ended without
     * a status is in no range.
     *
     * @param some the range counted
     * @param others the range compared with
     * @return 0 if there were none of the others
     */
    double grpcStatusRatio(Codes some, Codes others);

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
     * @param to the first status above the range
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
