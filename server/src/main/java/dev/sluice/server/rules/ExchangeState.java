package dev.sluice.server.rules;

import dev.sluice.core.Attributes;
import dev.sluice.core.Completion;
import dev.sluice.core.ErrorRenderer;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import org.jspecify.annotations.Nullable;

/** What both hosts keep of an exchange: the request, who is told of the end, and what a pipeline notes. */
public final class ExchangeState {
    private Request request;
    private @Nullable Origin origin;
    private @Nullable Awaiting awaiting;
    private @Nullable Passed passed;
    private @Nullable Begun begun;
    private @Nullable OpenResponses open;
    private @Nullable Throwable bug;
    private ErrorRenderer errors = ErrorRenderer.text();
    private boolean ended;

    /** Who is told of the end, and those who asked before. Most exchanges have few, so a list would cost more. */
    private record Awaiting(Completion completion, @Nullable Awaiting earlier) {}

    /** A part of a pipeline that the exchange has passed, and those before. */
    private record Passed(Object part, @Nullable Passed earlier) {}

    /** What the exchange began with at a place that changes, and so at others before. */
    private record Begun(
            Object place, Object with, @Nullable Begun earlier) {}

    /**
     * An exchange that begins.
     *
     * @param request as received
     */
    public ExchangeState(Request request) {
        this.request = request;
    }

    /** What the client asked for, with the attributes that gates have handed on. */
    public Request request() {
        return request;
    }

    /**
     * Who the client is; settled once, by the head as it was received.
     *
     * @param arrivals knows what a peer's requests are
     */
    public Origin origin(Arrivals arrivals) {
        Origin known = origin;
        if (known == null) {
            known = arrivals.origin(request.head());
            origin = known;
        }
        return known;
    }

    /** Gives what a gate hands on to the steps behind it. */
    public void handOn(Attributes attributes) {
        request = request.with(attributes);
    }

    /** Runs at the end, whoever answers; those who asked last are told first. */
    public void onEnd(Completion completion) {
        awaiting = new Awaiting(completion, awaiting);
    }

    /**
     * Notes that the exchange has passed a part of a pipeline.
     *
     * @param part known by its identity
     * @return false if it has passed it before
     */
    public boolean pass(Object part) {
        if (hasPassed(part)) {
            return false;
        }
        passed = new Passed(part, passed);
        return true;
    }

    /** Whether the exchange has passed a part of a pipeline. */
    @SuppressWarnings("ReferenceEquality") // two steps may be equal
    public boolean hasPassed(Object part) {
        for (Passed one = passed; one != null; one = one.earlier()) {
            if (one.part() == part) {
                return true;
            }
        }
        return false;
    }

    /**
     * Keeps what the exchange begins with at a place that changes meanwhile.
     *
     * @param place known by its identity
     * @param with what was there
     */
    public void beginWith(Object place, Object with) {
        begun = new Begun(place, with, begun);
    }

    /** What the exchange began with at a place; null if it has not been there. */
    @SuppressWarnings("ReferenceEquality") // a place is known by its identity
    public @Nullable Object begunWith(Object place) {
        for (Begun known = begun; known != null; known = known.earlier()) {
            if (known.place() == place) {
                return known.with();
            }
        }
        return null;
    }

    /** The responses that the steps of a pipeline have got. */
    public OpenResponses open() {
        OpenResponses known = open;
        if (known == null) {
            known = new OpenResponses();
            open = known;
        }
        return known;
    }

    /** Says what errors of the gateway's own look like; plain text, if nobody says. */
    public void errors(ErrorRenderer form) {
        errors = form;
    }

    /** Gives an error of the gateway's own its form; the one place where that is done. */
    public Response rendered(Response response) {
        return errors.rendered(request, response);
    }

    /** Logs a bug, keeps it for the outcome, and answers for it. */
    public Response failed(Throwable thrown) {
        bug = thrown;
        return Bugs.answer(request, thrown);
    }

    /** The outcome with what was asked, and the bug if there was one. */
    public Outcome told(Outcome outcome) {
        Throwable thrown = bug;
        Outcome whole = outcome.request().isPresent() ? outcome : outcome.of(request);
        return thrown == null ? whole : whole.withBug(thrown);
    }

    /** Whether the end has come. */
    public boolean ended() {
        return ended;
    }

    /**
     * The end, once: tells everybody, inner gates before outer ones, and closes what steps have left. One who throws is
     * logged, and the next one is told.
     *
     * @param outcome how it ended
     */
    public void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        for (Awaiting one = awaiting; one != null; one = one.earlier()) {
            try {
                one.completion().ended(outcome);
            } catch (RuntimeException | Error bug) {
                Bugs.log(request, bug);
            }
        }
        if (open != null) {
            open.closeLeft(request);
        }
    }
}
