package dev.sluice.core;

import io.helidon.http.Status;
import java.util.Optional;

/**
 * How an exchange ended.
 *
 * @param request what was asked: as the host received it, or, of an attempt that was thrown away, as its innermost gate
 *     passed it on
 * @param response the response's head and provenance; its body is spent
 * @param ending how
 * @param failure what went wrong, also when a response could still be sent
 * @param bug what a step threw, which is the gateway's own fault
 * @param bytesReceived bytes of the request's body that were read, without framing
 * @param bytesSent bytes of the response's body that were written, without framing; both ways of a tunnel count
 */
public record Outcome(
        Optional<Request> request,
        Response response,
        Ending ending,
        Optional<Failure> failure,
        Optional<Throwable> bug,
        long bytesReceived,
        long bytesSent) {
    /** The three ways in which an exchange can end. */
    public enum Ending {
        /** The last byte was handed to the client's connection. */
        SENT,
        /** A middleware threw the response away, for a retry or a fallback. */
        DISCARDED,
        /** The transfer broke after the head; the client saw a broken transfer, never a clean end. */
        BROKEN
    }

    /**
     * The whole response was sent.
     *
     * @param response what was sent
     * @param bytesReceived bytes of the request's body
     * @param bytesSent bytes of the response's body
     * @return the outcome
     */
    public static Outcome sent(Response response, long bytesReceived, long bytesSent) {
        return of(response, Ending.SENT, response.failure(), bytesReceived, bytesSent);
    }

    /**
     * The whole response was sent.
     *
     * @param asked the request
     * @param response what was sent
     * @param bytesReceived bytes of the request's body
     * @param bytesSent bytes of the response's body
     * @return the outcome
     */
    public static Outcome sent(Request asked, Response response, long bytesReceived, long bytesSent) {
        return new Outcome(
                Optional.of(asked),
                response,
                Ending.SENT,
                response.failure(),
                Optional.empty(),
                bytesReceived,
                bytesSent);
    }

    /**
     * The response was thrown away.
     *
     * @param response what was not sent
     * @return the outcome
     */
    public static Outcome discarded(Response response) {
        return of(response, Ending.DISCARDED, response.failure(), 0, 0);
    }

    /**
     * The transfer broke.
     *
     * @param response what was being sent
     * @param failure why it broke
     * @param bytesReceived bytes of the request's body
     * @param bytesSent bytes of the response's body so far
     * @return the outcome
     */
    public static Outcome broken(Response response, Failure failure, long bytesReceived, long bytesSent) {
        return of(response, Ending.BROKEN, Optional.of(failure), bytesReceived, bytesSent);
    }

    private static Outcome of(
            Response response, Ending ending, Optional<Failure> failure, long bytesReceived, long bytesSent) {
        return new Outcome(Optional.empty(), response, ending, failure, Optional.empty(), bytesReceived, bytesSent);
    }

    /**
     * A step threw before there was a response: the client is answered 500 by the host.
     *
     * @param bug what it threw
     * @return the outcome
     */
    public static Outcome bug(Throwable bug) {
        return sent(Response.of(Status.INTERNAL_SERVER_ERROR_500), 0, 0).withBug(bug);
    }

    /**
     * A copy that tells of a bug.
     *
     * @param thrown what a step threw
     * @return the copy
     */
    public Outcome withBug(Throwable thrown) {
        return new Outcome(request, response, ending, failure, Optional.of(thrown), bytesReceived, bytesSent);
    }

    /**
     * A copy that ended otherwise, with nothing of the network to blame.
     *
     * @param how it ended
     * @return the copy
     */
    public Outcome withEnding(Ending how) {
        return new Outcome(request, response, how, failure, bug, bytesReceived, bytesSent);
    }

    /**
     * A copy that failed for another reason, which the provenance of a response that was made of a failure tells, too.
     *
     * @param cause what went wrong
     * @return the copy
     */
    public Outcome withFailure(Failure cause) {
        Response told = response.failure().isEmpty()
                ? response
                : response.withProvenance(response.provenance().withReason(cause.reason()));
        return new Outcome(request, told, ending, Optional.of(cause), bug, bytesReceived, bytesSent);
    }

    /**
     * A copy that tells what was asked.
     *
     * @param asked the request
     * @return the copy
     */
    public Outcome of(Request asked) {
        return new Outcome(Optional.of(asked), response, ending, failure, bug, bytesReceived, bytesSent);
    }

    /**
     * The status the client saw, or would have seen.
     *
     * @return the status; 499 when the client left
     */
    public Status status() {
        return failure.filter(Failure.ClientGone.class::isInstance)
                .map(Failure::status)
                .orElse(response.status());
    }

    /**
     * Why it failed.
     *
     * @return {@link Reason#BUG} or the reason of the failure; empty if nothing failed
     */
    public Optional<String> reason() {
        return bug.map(thrown -> Reason.BUG).or(() -> failure.map(Failure::reason));
    }

    /**
     * The status that the exchange counts as for everybody who tells failures from successes.
     *
     * @return 499 when the client left; else what {@link Grpc#countedStatus} makes of the response
     */
    public int countedStatus() {
        boolean left = failure.filter(Failure.ClientGone.class::isInstance).isPresent();
        return left ? status().code() : Grpc.countedStatus(response);
    }
}
