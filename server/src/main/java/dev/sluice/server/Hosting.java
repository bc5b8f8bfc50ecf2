package dev.sluice.server;

import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.ExchangeRecorder;
import dev.sluice.core.Ticker;
import dev.sluice.core.Timers;
import dev.sluice.server.rules.HostTime;
import java.util.List;

/**
 * What a host of a listener works with: time, and what a program says about messages that no pipeline sees.
 *
 * @param recorders told of messages that are refused before any pipeline
 * @param errors what errors of the gateway's own look like
 * @param ticker the time
 * @param timers deadlines of connections
 */
public record Hosting(List<ExchangeRecorder> recorders, ErrorRenderer errors, Ticker ticker, Timers timers) {
    /** Keeps its own copy. */
    public Hosting {
        recorders = List.copyOf(recorders);
    }

    /**
     * Without recorders, with errors as plain text.
     *
     * @param ticker the time
     * @param timers deadlines of connections
     * @return to be completed
     */
    public static Hosting of(Ticker ticker, Timers timers) {
        return new Hosting(List.of(), ErrorRenderer.text(), ticker, timers);
    }

    HostTime time() {
        return new HostTime(ticker, timers);
    }
}
