package dev.sluice.core;

import io.helidon.http.Status;
import java.util.Optional;

/**
 * An answer that nobody has sent yet. Its head can be looked at, replaced or thrown away.
 *
 * <p>Whoever receives one returns it or closes it. The {@code with…} copies share the body and the end: closing or
 * ending any of them ends them all, once.
 */
public final class Response implements AutoCloseable {
    private static final Fields PLAIN_TEXT = Fields.of("Content-Type", "text/plain; charset=utf-8");

    private final Status status;
    private final Fields fields;
    private final Body body;
    private final Provenance provenance;
    private final Optional<Failure> failure;
    private final Optional<Tunnel> tunnel;
    private final End end;

    private Response(
            Status status,
            Fields fields,
            Body body,
            Provenance provenance,
            Optional<Failure> failure,
            Optional<Tunnel> tunnel,
            End end) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.provenance = provenance;
        this.failure = failure;
        this.tunnel = tunnel;
        this.end = end;
    }

    /**
     * A response.
     *
     * @param status its status
     * @param fields its fields; the host adds the framing ones
     * @param body its body
     * @return the response, with the provenance {@link Provenance#LOCAL}
     */
    public static Response of(Status status, Fields fields, Body body) {
        return new Response(status, fields, body, Provenance.LOCAL, Optional.empty(), Optional.empty(), new End(body));
    }

    /**
     * A response without a body.
     *
     * @param status its status
     * @return the response
     */
    public static Response of(Status status) {
        return of(status, Fields.EMPTY, Body.empty());
    }

    /**
     * A response with a plain text.
     *
     * @param status its status
     * @param text the body, UTF-8
     * @return the response
     */
    public static Response of(Status status, String text) {
        return of(status, PLAIN_TEXT, Body.of(text));
    }

    /**
     * A response with JSON.
     *
     * @param status its status
     * @param json the body, UTF-8
     * @return the response
     */
    public static Response json(Status status, String json) {
        return of(status, Fields.of("Content-Type", "application/json"), Body.of(json));
    }

    /**
     * An error of the gateway's own, which the edge may give another form ({@link ErrorRenderer}).
     *
     * @param status 4xx or 5xx
     * @param reason a word of {@link Reason}, or one like them
     * @param text what the client is told, nothing internal
     * @return the response
     */
    public static Response problem(Status status, String reason, String text) {
        return of(status, PLAIN_TEXT, new Problem(text)).withProvenance(Provenance.local(reason));
    }

    /**
     * The response to a client for a failure: the failure's status, and the name of that status as its body. Nothing
     * internal is told.
     *
     * @param failure what went wrong
     * @param provenance the upstream, attempts and timings of the failed exchange
     * @return the response
     */
    public static Response failed(Failure failure, Provenance provenance) {
        Status status = failure.status();
        return new Response(
                status,
                PLAIN_TEXT,
                new Problem(status.reasonPhrase() + "\n"),
                provenance.reason().isEmpty() ? provenance.withReason(failure.reason()) : provenance,
                Optional.of(failure),
                Optional.empty(),
                new End(Body.empty()));
    }

    /**
     * An upstream's 101: the host sends the head, then joins the client with the tunnel.
     *
     * @param fields the upstream's fields
     * @param tunnel the upstream's end
     * @param provenance the upstream, attempts and timings
     * @return the response
     */
    public static Response switching(Fields fields, Tunnel tunnel, Provenance provenance) {
        return new Response(
                Status.SWITCHING_PROTOCOLS_101,
                fields,
                Body.empty(),
                provenance,
                Optional.empty(),
                Optional.of(tunnel),
                new End(Body.empty()));
    }

    /**
     * The status.
     *
     * @return code and reason phrase
     */
    public Status status() {
        return status;
    }

    /**
     * The fields.
     *
     * @return as they will be sent, but for the fields that frame the message, which the host adds
     */
    public Fields fields() {
        return fields;
    }

    /**
     * The body.
     *
     * @return never null
     */
    public Body body() {
        return body;
    }

    /**
     * The trailer fields of the message that it was made of, whatever bodies have taken the place of that one's.
     *
     * @return empty until all of that body has been read
     */
    public Fields trailers() {
        return end.trailers();
    }

    /**
     * Where it comes from.
     *
     * @return upstream, attempts, reason, timings
     */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * The failure that this response stands for.
     *
     * @return empty for an ordinary answer, which an upstream's own 502 is too
     */
    public Optional<Failure> failure() {
        return failure;
    }

    /**
     * The tunnel that the client is joined with after the head.
     *
     * @return present with status 101 only
     */
    public Optional<Tunnel> tunnel() {
        return tunnel;
    }

    /**
     * A copy with another status.
     *
     * @param changed the status
     * @return the copy
     */
    public Response withStatus(Status changed) {
        return new Response(changed, fields, body, provenance, failure, tunnel, end);
    }

    /**
     * A copy with other fields.
     *
     * @param changed the fields
     * @return the copy
     */
    public Response withFields(Fields changed) {
        return new Response(status, changed, body, provenance, failure, tunnel, end);
    }

    /**
     * A copy with another body; whoever replaces a body closes the old one, at the latest when the new one is closed.
     *
     * @param changed the body
     * @return the copy
     */
    public Response withBody(Body changed) {
        return new Response(status, fields, changed, provenance, failure, tunnel, end);
    }

    /**
     * A copy with another provenance.
     *
     * @param changed the provenance
     * @return the copy
     */
    public Response withProvenance(Provenance changed) {
        return new Response(status, fields, body, changed, failure, tunnel, end);
    }

    /**
     * Registers a completion for the end of the exchange. Completions run in the order of their registration.
     *
     * @param completion runs exactly once; immediately if the exchange has ended already
     * @return this
     */
    public Response onEnd(Completion completion) {
        end.add(completion);
        return this;
    }

    /**
     * Asks to be told of the end, for a request: an outcome that nobody else says it of tells that it was this one.
     *
     * @param request what is answered; the first one that is given stands
     * @param completion runs exactly once; at once if the end has come
     * @return this
     */
    public Response onEnd(Request request, Completion completion) {
        end.of(request);
        return onEnd(completion);
    }

    /**
     * Ends the exchange: releases the body and runs the completions. Hosts call it; later calls do nothing.
     *
     * @param outcome how the exchange ended
     */
    public void end(Outcome outcome) {
        try {
            body.close();
            tunnel.ifPresent(Tunnel::close);
        } finally {
            end.come(outcome); // also if closing the body threw: completions give permits back
        }
    }

    /**
     * Whether the end has come.
     *
     * @return true after {@link #end} or {@link #close} of this or of a copy
     */
    public boolean ended() {
        return end.hasCome();
    }

    /**
     * Whether another response is this one, perhaps with another head or body.
     *
     * @param other any
     * @return true if closing one closes the other
     */
    @SuppressWarnings("ReferenceEquality") // an end is an identity
    public boolean isCopyOf(Response other) {
        return end == other.end;
    }

    /** Throws the response away: the body is abandoned and the end is {@link Outcome.Ending#DISCARDED}. */
    @Override
    public void close() {
        end(end.told(Outcome.discarded(this)));
    }

    @Override
    public String toString() {
        return status + provenance.upstream().map(from -> " from " + from).orElse("");
    }
}
