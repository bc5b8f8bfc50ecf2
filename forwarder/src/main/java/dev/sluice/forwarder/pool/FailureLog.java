package dev.sluice.forwarder.pool;

import dev.sluice.core.Failure;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Logs failures of an upstream: the first failure of a kind at once, further ones at most every ten seconds as a count.
 * Thread-safe by its own lock, which is not held while logging.
 */
final class FailureLog {
    private static final System.Logger LOGGER = System.getLogger(FailureLog.class.getName());
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final int LONGEST = 300;

    private final Upstream upstream;
    private final Ticker ticker;
    /** By reason, of which there are few. */
    private final Map<String, Kind> kinds = new HashMap<>();

    /** Failures of a kind. */
    private static final class Kind {
        long toldAt;
        int untold;
        String detail = "";
    }

    FailureLog(Upstream upstream, Ticker ticker) {
        this.upstream = upstream;
        this.ticker = ticker;
    }

    /** Counts a failure, and logs it unless one of its kind was logged in the last ten seconds. */
    void add(Failure failure) {
        long now = ticker.nanos();
        synchronized (this) {
            Kind kind = kinds.get(failure.reason());
            if (kind != null) {
                kind.untold++;
                kind.detail = detail(failure);
                return;
            }
            kind = new Kind();
            kind.toldAt = now;
            kinds.put(failure.reason(), kind);
        }
        LOGGER.log(Level.WARNING, () -> line(failure.reason(), detail(failure)));
    }

    /** Logs the counts of kinds whose last line is ten seconds old, and drops kinds without new failures. */
    void tell(long now) {
        List<String> lines = new ArrayList<>();
        synchronized (this) {
            kinds.entrySet().removeIf(entry -> {
                Kind kind = entry.getValue();
                if (now - kind.toldAt < INTERVAL) {
                    return false;
                }
                if (kind.untold == 0) {
                    return true;
                }
                lines.add(line(entry.getKey(), kind.untold + " more times, the last time: " + kind.detail));
                kind.untold = 0;
                kind.toldAt = now;
                return false;
            });
        }
        lines.forEach(line -> LOGGER.log(Level.WARNING, line));
    }

    /** Whether there is no kind left. */
    synchronized boolean isEmpty() {
        return kinds.isEmpty();
    }

    private String line(String reason, String detail) {
        return "upstream " + upstream + ": " + reason + ": " + detail;
    }

    private String detail(Failure failure) {
        return bounded(
                switch (failure) {
                    case Failure.ConnectFailed connect -> withoutUpstream(connect.detail());
                    case Failure.UpstreamBroken broken -> broken.detail();
                    case Failure.Overloaded overloaded -> overloaded.detail();
                    case Failure.TimedOut timedOut -> "sent " + timedOut.sent();
                    default -> failure.toString();
                });
    }

    /** The detail without the upstream, which the line names already. */
    private String withoutUpstream(String detail) {
        String prefix = upstream + ": ";
        return detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail;
    }

    /** The detail without line breaks and of bounded length, since an upstream can determine its text. */
    private static String bounded(String detail) {
        String start = detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
