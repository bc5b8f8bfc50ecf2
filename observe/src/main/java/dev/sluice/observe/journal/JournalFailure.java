package dev.sluice.observe.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An exchange that was refused or has failed, and why.
 *
 * @param exchange what was asked
 * @param at when it ended
 * @param client the address of the client, behind trusted hops
 * @param status what the client saw, or would have seen
 * @param reason a stable word of {@link dev.sluice.core.Reason} or {@link dev.sluice.core.Failure}, {@code refused-} with a
 *     status, or {@link Recent#UPSTREAM_STATUS}
 * @param step the path of the step that answered by itself; empty if none did
 * @param upstream of the last attempt; empty if there was none
 * @param attempts how many there were
 * @param duration from the first byte of the request to the end
 * @param decisions about it, the oldest first: 64 at most, and how it ended
 */
public record JournalFailure(
        JournalExchange exchange,
        Instant at,
        String client,
        int status,
        String reason,
        String step,
        Optional<String> upstream,
        int attempts,
        Duration duration,
        List<JournalEntry> decisions) {
    /** Keeps a copy. */
    public JournalFailure {
        decisions = List.copyOf(decisions);
    }

    /** A copy with what was decided about it, the end included, and with the exchange as that shows it now. */
    JournalFailure with(List<JournalEntry> about) {
        JournalExchange shown = about.getLast().exchange().orElse(exchange);
        return new JournalFailure(shown, at, client, status, reason, step, upstream, attempts, duration, about);
    }
}
