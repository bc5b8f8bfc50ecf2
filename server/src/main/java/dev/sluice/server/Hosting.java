package dev.sluice.server;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.time.Ticker;
import dev.sluice.core.time.Timers;
import dev.sluice.server.rules.HostTime;
import java.util.List;

/**
 * What a listener's host needs beside a pipeline: time, and the recorders and the error renderer for messages that are
 * refused before any pipeline.
 *
 * @param recorders told of messages that are refused before any pipeline
 * @param errors renders error responses that the gateway itself makes
 * @param ticker the time
 * @param timers deadlines of connections
 */
public record Hosting(List<ExchangeRecorder> recorders, ErrorRenderer errors, Ticker ticker, Timers timers) {
    /** Copies the list. */
    public Hosting {
        recorders = List.copyOf(recorders);
    }

    /**
     * Without recorders, with errors as plain text.
     *
     * @param ticker the time
     * @param timers deadlines of connections
     * @return a hosting with these defaults
     */
    public static Hosting of(Ticker ticker, Timers timers) {
        return new Hosting(List.of(), ErrorRenderer.text(), ticker, timers);
    }

    HostTime time() {
        return new HostTime(ticker, timers);
    }
}
