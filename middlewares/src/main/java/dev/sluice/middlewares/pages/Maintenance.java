package dev.sluice.middlewares.pages;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Grpc;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.time.Ticker;
import io.helidon.http.Status;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps clients out while something is under repair: 503 with {@code Retry-After}, and the reason {@code maintenance}.
 * Exchanges that have begun go on. Whoever has an address in the allowed ranges comes in; the address is that of the
 * client's {@linkplain dev.sluice.core.Client#origin origin}.
 *
 * <p>It is switched by a changed model, or by a file whose presence is looked at once a second at most, by the request that
 * comes then. Thread-safe: the time of the last look is swapped by whoever looks, its result is one volatile flag.
 */
public final class Maintenance implements Gate {
    private static final long SECOND = 1_000_000_000;

    private final MaintenanceOptions options;
    private final Ticker ticker;
    private final Optional<Page> page;
    private final AtomicLong looked;
    private volatile boolean found;

    /**
     * A gate that is closed for repair.
     *
     * @param options when, and for whom
     * @param ticker says when to look at the file again
     * @throws IllegalArgumentException if the file with the page cannot be read
     */
    public Maintenance(MaintenanceOptions options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
        page = options.file()
                .map(file -> Page.of(options.contentType(), file))
                .or(() -> Optional.of(options.body())
                        .filter(body -> !body.isEmpty())
                        .map(body -> Page.of(options.contentType(), body)));
        looked = new AtomicLong(ticker.nanos());
        found = options.whileExists().filter(Files::exists).isPresent();
    }

    @Override
    public Verdict admit(Request request) {
        return options.on() && isUnderRepair() && !isAllowed(request)
                ? Verdict.reject(unavailable(request))
                : Verdict.admit();
    }

    private boolean isUnderRepair() {
        return options.whileExists().isEmpty() || exists();
    }

    private boolean exists() {
        long now = ticker.nanos();
        long before = looked.get();
        if (now - before >= SECOND && looked.compareAndSet(before, now)) {
            found = options.whileExists().filter(Files::exists).isPresent();
        }
        return found;
    }

    private boolean isAllowed(Request request) {
        return request.client()
                .origin()
                .address()
                .filter(address -> Cidr.anyContains(options.allow(), address))
                .isPresent();
    }

    private Response unavailable(Request request) {
        Status status = Status.SERVICE_UNAVAILABLE_503;
        Response answer = page.filter(shown -> !Grpc.isIn(request.fields()))
                .map(shown -> Response.of(
                                status,
                                Fields.of("Content-Type", options.contentType()),
                                Body.of(shown.of(request, status)))
                        .withProvenance(Provenance.local(Reason.MAINTENANCE)))
                .orElseGet(() -> Response.problem(status, Reason.MAINTENANCE, "down for maintenance\n"));
        Fields fields = answer.fields().with("Cache-Control", "no-store");
        long seconds = Math.ceilDiv(options.retryAfter().toMillis(), 1_000L);
        return answer.withFields(seconds == 0 ? fields : fields.with("Retry-After", String.valueOf(seconds)));
    }

    @Override
    public String describe() {
        return MaintenanceType.TYPE.describe(options);
    }
}
