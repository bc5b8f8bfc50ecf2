package dev.sluice.core.journal;

import dev.sluice.core.Outcome;
import dev.sluice.core.Request;

/**
 * Follows attempts: each time a request is handed to the end of a pipeline that sends it to an upstream. Metrics and spans
 * are made of this. An observer decides nothing.
 *
 * <p>Thread-safe, quick, does not throw.
 */
public interface AttemptObserver {
    /** Follows nothing. */
    AttemptObserver NONE = (begun, outcome, nanos) -> {};

    /**
     * An attempt begins.
     *
     * @param request with its upstream
     * @return what is sent: the request itself, or one with fields and attributes that tell of the attempt
     */
    default Request begins(Request request) {
        return request;
    }

    /**
     * An attempt has ended: its response was sent or thrown away, or the transfer broke.
     *
     * @param begun what {@link #begins} has returned
     * @param outcome how it ended; its provenance tells upstream and timings
     * @param nanos since it began
     */
    void ended(Request begun, Outcome outcome, long nanos);

    /**
     * That of one part of a model.
     *
     * @param path of the terminal that sends, such as {@code pool api/forward}
     * @return follows the attempts of this part
     */
    default AttemptObserver at(String path) {
        return this;
    }
}
