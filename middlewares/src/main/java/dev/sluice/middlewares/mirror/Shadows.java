package dev.sluice.middlewares.mirror;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Handler;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.time.Timers;
import dev.sluice.middlewares.loadbalance.pool.PickWatch;
import dev.sluice.model.Environment;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The copies of a {@link Mirror}: those that are being made, and those under way. Thread-safe. */
final class Shadows implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Mirror.class.getName());
    private static final int CHUNK = 8 << 10;

    private final MirrorOptions options;
    private final Environment environment;
    private final MirrorCounts counts = new MirrorCounts();
    private final Semaphore bodies;
    private final Semaphore inFlight;
    private final Set<ShadowClient> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Shadows(MirrorOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        bodies = new Semaphore(options.maxInFlight());
        inFlight = new Semaphore(options.maxInFlight());
        counts.show(environment.instruments());
        environment.instruments().gauge("mirror.inFlight", () -> options.maxInFlight() - inFlight.availablePermits());
    }

    /** Begins a copy; empty if there will be none. */
    Optional<RequestCopy> copy(Request request) {
        Body body = request.body();
        if (body.length() == 0) {
            return Optional.of(RequestCopy.bodiless(request));
        }
        boolean lengthIsKnown = body.length() != Body.UNKNOWN;
        if (body.length() > options.maxBody() || (body.replayable() && !lengthIsKnown)) {
            counts.tooLarge().increment();
            return Optional.empty();
        }
        if (!bodies.tryAcquire()) {
            counts.dropped().increment();
            return Optional.empty();
        }
        return Optional.of(
                body.replayable()
                        ? RequestCopy.held(request, bodies::release)
                        : RequestCopy.streamed(request, options.maxBody(), bodies::release));
    }

    /** Gives up a copy because the original got no answer. */
    void drop(RequestCopy copy) {
        counts.dropped().increment();
        copy.release().run();
    }

    /** Sends a copy, if it is whole and there is a place for it. The exchange of the original has ended. */
    void send(RequestCopy copy, Optional<Answered> answer, Handler mirror) {
        Optional<byte[]> bytes = copy.bytes();
        if (bytes.isEmpty() || closed || !inFlight.tryAcquire()) {
            (copy.body().isTooLarge() ? counts.tooLarge() : counts.dropped()).increment();
            copy.release().run();
            return;
        }
        counts.sent().increment();
        environment.timers().startThread("sluice-mirror", () -> {
            try {
                run(copy.original(), bytes.get(), answer, mirror);
            } finally {
                inFlight.release();
                copy.release().run();
            }
        });
    }

    private void run(Request original, byte[] bytes, Optional<Answered> answer, Handler mirror) {
        ShadowClient client = new ShadowClient(original.client());
        clients.add(client);
        Timers.Timer timer = environment.timers().deadline(client::leave);
        timer.set(options.timeout());
        if (closed) {
            client.leave();
        }
        try {
            exchange(original, shadow(original, bytes, client), answer, mirror);
        } catch (RuntimeException | Error bug) {
            counts.failed().increment();
            LOG.log(Level.ERROR, "a mirrored request met a bug: " + original, bug);
        } finally {
            timer.close();
            clients.remove(client);
        }
    }

    private Request shadow(Request original, byte[] bytes, ShadowClient client) {
        PickWatch indifferent = upstream -> true;
        return Request.of(
                        original.head()
                                .withFields(original.fields().without("Expect").with(options.field(), "1")),
                        Body.of(bytes),
                        client,
                        environment.ticker().nanos())
                .with(original.attributes())
                .with(Attributes.EMPTY.with(Mirror.MIRRORED, true).with(PickWatch.KEY, indifferent));
    }

    private void exchange(Request original, Request shadow, Optional<Answered> answer, Handler mirror) {
        Response response = mirror.handle(shadow);
        BodySum sum = new BodySum(options.compare().map(MirrorComparison::body).orElse(0L));
        Optional<Failure> failure = read(response, sum).or(response::failure);
        if (failure.isPresent()) {
            counts.failed().increment();
        }
        List<String> differences = failure.map(what -> List.of("failed: " + what.reason()))
                .or(() -> answer.map(seen -> seen.differences(Answered.read(response, seen.what(), sum))))
                .orElse(List.of());
        if (answer.isPresent() && !differences.isEmpty()) {
            counts.different().increment();
        }
        if (environment.journal().isRead()) {
            int status = response.status().code();
            environment.journal().note(original, new Decision.Mirrored(options.to(), status, differences));
        }
    }

    /** Reads the answer to its end, which gives its connection back. */
    private static Optional<Failure> read(Response response, BodySum sum) {
        try {
            byte[] buffer = new byte[CHUNK];
            Body body = response.body();
            for (int count = body.read(buffer, 0, CHUNK); count >= 0; count = body.read(buffer, 0, CHUNK)) {
                sum.add(buffer, 0, count);
            }
            response.end(Outcome.sent(response, 0, sum.length()));
            return Optional.empty();
        } catch (TransferException broken) {
            response.end(Outcome.broken(response, broken.failure(), 0, sum.length()));
            return Optional.of(broken.failure());
        } finally {
            if (!response.ended()) { // a bug in the body, not a failure of the network
                response.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(ShadowClient::leave);
    }
}
