package dev.sluice.ends;

import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Probe;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.journal.AttemptObserver;
import dev.sluice.core.time.Ticker;

/** Tells an observer of each attempt that a handler makes. Checks of health are no attempts. */
record ObservedAttempts(Handler out, AttemptObserver observer, Ticker ticker) implements Probe.Source, AutoCloseable {
    static Handler of(Handler out, AttemptObserver observer, Ticker ticker) {
        return AttemptObserver.NONE.equals(observer) ? out : new ObservedAttempts(out, observer, ticker);
    }

    @Override
    public Response handle(Request request) {
        Request begun = observer.begins(request);
        long start = ticker.nanos();
        Response response;
        try {
            response = out.handle(begun);
        } catch (RuntimeException | Error bug) {
            observer.ended(begun, Outcome.bug(bug), ticker.nanos() - start);
            throw bug;
        }
        return response.onEnd(outcome -> observer.ended(begun, outcome, ticker.nanos() - start));
    }

    @Override
    public Probe probe() {
        return Probe.of(out);
    }

    @Override
    public void close() {
        ForwardType.close(out);
    }
}
