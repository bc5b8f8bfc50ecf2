package dev.sluice.middlewares.mirror;

import dev.sluice.core.Attributes;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.UsesPools;
import java.util.Optional;
import java.util.function.Function;

/**
 * Copies a share of the requests to another pool. Its answers are read, counted and thrown away; if asked, they are
 * compared with the answers that clients got.
 *
 * <p>A copy is sent when the exchange with the client has ended, on a thread of its own. So the client never waits for
 * the mirror, and whatever the mirror does, it cannot fail the exchange. How many copies are under way, and how many
 * bodies of requests are held for copies, is limited: what is beyond is dropped and counted. A body is copied while it
 * is read; a request whose body is too long, or was not read to its end, is not copied.
 *
 * <p>A copy has a field that marks it, and is not mirrored again. Its client never leaves, but it has a timeout.
 * Neither attempts behind the first nor requests for an upgrade are copied.
 *
 * <p>The mirror keeps its state over generations; {@link #over} binds it to the pools of one. Thread-safe.
 */
public final class Mirror implements Middleware, UsesPools<Middleware> {
    /** Is set on copies, so that a copy is not mirrored again. */
    static final Attributes.Key<Boolean> MIRRORED = Attributes.key("mirrored", Boolean.class);

    private final MirrorOptions options;
    private final Sampling sampling;
    private final Shadows shadows;

    /**
     * Mirrors by the rules of its options.
     *
     * @param options how many requests, and where to
     * @param environment time, timers, threads, random numbers, instruments, the journal
     */
    public Mirror(MirrorOptions options, Environment environment) {
        this.options = options;
        this.sampling = new Sampling(options, environment.random());
        this.shadows = new Shadows(options, environment);
    }

    /** Passes the request on and copies nothing: copies are made after {@link #over} has bound the mirror to pools. */
    @Override
    public Response handle(Request request, Handler next) {
        return next.handle(request);
    }

    @Override
    public Middleware over(Function<String, Handler> pools) {
        return new Bound(request -> pools.apply(options.to()).handle(request));
    }

    private final class Bound implements Middleware {
        private final Handler mirror;

        private Bound(Handler mirror) {
            this.mirror = mirror;
        }

        @Override
        public Response handle(Request request, Handler next) {
            return isCopied(request) ? copied(request, next, mirror) : next.handle(request);
        }

        @Override
        public String describe() {
            return Mirror.this.describe();
        }
    }

    private boolean isCopied(Request request) {
        return request.attempt() == 1
                && !request.fields().contains("Upgrade")
                && request.attributes().get(MIRRORED).isEmpty()
                && sampling.takes(request);
    }

    private Response copied(Request request, Handler next, Handler mirror) {
        Optional<RequestCopy> begun = shadows.copy(request);
        if (begun.isEmpty()) {
            return next.handle(request);
        }
        RequestCopy copy = begun.get();
        Response response;
        try {
            response = next.handle(copy.original());
        } catch (RuntimeException | Error bug) {
            shadows.drop(copy);
            throw bug;
        }
        Optional<Answered> answer = options.compare().map(what -> Answered.of(response, what));
        Response measured =
                answer.flatMap(Answered::body).map(response::withBody).orElse(response);
        return measured.onEnd(outcome -> ended(copy, answer, outcome, mirror));
    }

    private void ended(RequestCopy copy, Optional<Answered> answer, Outcome outcome, Handler mirror) {
        boolean whole = outcome.ending() == Outcome.Ending.SENT;
        shadows.send(copy, answer.map(seen -> seen.upToTheEnd(whole)), mirror);
    }

    /** Cancels the copies that are under way. */
    @Override
    public void close() {
        shadows.close();
    }

    @Override
    public String describe() {
        return MirrorType.TYPE.describe(options);
    }
}
