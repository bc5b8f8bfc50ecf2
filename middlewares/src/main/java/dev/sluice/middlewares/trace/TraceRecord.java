package dev.sluice.middlewares.trace;

import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Peer;
import dev.sluice.core.Provenance;
import dev.sluice.core.RequestHead;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.Optional;

/** What is kept of an exchange until its line is written: heads and numbers, never a body. */
record TraceRecord(Asked asked, Answered answered, Instant started, long nanos) {
    /** What the client asked for. */
    record Asked(RequestHead head, Peer peer, long receivedAt) {}

    /** How that ended. */
    record Answered(
            Status status,
            Fields fields,
            Provenance provenance,
            Outcome.Ending ending,
            Optional<Failure> failure,
            long bytesReceived,
            long bytesSent) {
        static Answered by(Outcome outcome) {
            return new Answered(
                    outcome.status(),
                    outcome.response().fields(),
                    outcome.response().provenance(),
                    outcome.ending(),
                    outcome.failure(),
                    outcome.bytesReceived(),
                    outcome.bytesSent());
        }
    }

    RequestHead head() {
        return asked.head();
    }

    Fields fields() {
        return asked.head().fields();
    }

    Peer peer() {
        return asked.peer();
    }
}
