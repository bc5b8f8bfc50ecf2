package dev.sluice.core;

import dev.sluice.core.syntax.NormalHost;
import dev.sluice.core.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for. Immutable: changed copies are passed on, so a second attempt starts from a clean one. Only
 * the body has a state.
 */
public final class Request {
    private final RequestHead head;
    private final Body body;
    private final Client client;
    private final long receivedAt;
    private final @Nullable Upstream upstream;
    private final List<Upstream> tried;
    private final int attempt;
    private final Attributes attributes;
    /** Made when it is first asked for, as the hash of a String is: two threads may both make it. */
    private @Nullable String host;

    private Request(
            RequestHead head,
            Body body,
            Client client,
            long receivedAt,
            @Nullable Upstream upstream,
            List<Upstream> tried,
            int attempt,
            Attributes attributes) {
        this.head = head;
        this.body = body;
        this.client = client;
        this.receivedAt = receivedAt;
        this.upstream = upstream;
        this.tried = tried;
        this.attempt = attempt;
        this.attributes = attributes;
    }

    /**
     * A request as a host received it.
     *
     * @param head method, target, version and fields
     * @param body the body
     * @param client the client's end
     * @param receivedAt {@link Ticker#nanos()} when its first byte was read
     * @return the request, attempt 1, no upstream chosen
     */
    public static Request of(RequestHead head, Body body, Client client, long receivedAt) {
        return new Request(head, body, client, receivedAt, null, List.of(), 1, Attributes.EMPTY);
    }

    /**
     * The head.
     *
     * @return method, target, version and fields
     */
    public RequestHead head() {
        return head;
    }

    /**
     * The method.
     *
     * @return in the case it was sent in
     */
    public String method() {
        return head.method();
    }

    /**
     * The target: raw path and query (RFC 9110 §7.1).
     *
     * @return exactly as received, one char a byte
     */
    public String target() {
        return head.target();
    }

    /**
     * The target up to the question mark.
     *
     * @return the raw path
     */
    public String path() {
        return head.path();
    }

    /**
     * The fields.
     *
     * @return as received
     */
    public Fields fields() {
        return head.fields();
    }

    /**
     * The host that the request names.
     *
     * @return of the Host field, in its {@linkplain NormalHost normal form}: without the port, in lower case; empty if it
     *     names none
     */
    public String host() {
        String known = host;
        if (known == null) {
            known = NormalHost.of(fields().first(FieldNames.HOST).orElse(""));
            host = known;
        }
        return known;
    }

    /**
     * How the client speaks to us, or to the trusted hop that speaks for it.
     *
     * @return {@code http} or {@code https}
     */
    public String scheme() {
        return client.origin().scheme();
    }

    /**
     * A cookie of the client's (RFC 6265 §4.2).
     *
     * @param name in its case
     * @return the value as it was sent; of several with the name, the first
     */
    public Optional<String> cookie(String name) {
        for (String line : fields().all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The body.
     *
     * @return never null; empty if there is none
     */
    public Body body() {
        return body;
    }

    /**
     * The client's end.
     *
     * @return peer, interim responses, departure
     */
    public Client client() {
        return client;
    }

    /**
     * When the first byte was read.
     *
     * @return {@link Ticker#nanos()}
     */
    public long receivedAt() {
        return receivedAt;
    }

    /**
     * Where to send it.
     *
     * @return the picked upstream, once there is one
     */
    public Optional<Upstream> upstream() {
        return Optional.ofNullable(upstream);
    }

    /**
     * The upstreams that earlier attempts failed at, or that do not take this one.
     *
     * @return in order; a pick prefers others
     */
    public List<Upstream> tried() {
        return tried;
    }

    /**
     * The number of this attempt.
     *
     * @return from 1; 2 and later are retries
     */
    public int attempt() {
        return attempt;
    }

    /**
     * What gates before have handed on.
     *
     * @return empty if none did
     */
    public Attributes attributes() {
        return attributes;
    }

    /**
     * A copy with more attributes.
     *
     * @param more whose values win
     * @return the copy; this, if there are none
     */
    public Request with(Attributes more) {
        return more.isEmpty()
                ? this
                : new Request(head, body, client, receivedAt, upstream, tried, attempt, attributes.and(more));
    }

    /**
     * A copy with another head.
     *
     * @param changed the head
     * @return the copy
     */
    public Request withHead(RequestHead changed) {
        return new Request(changed, body, client, receivedAt, upstream, tried, attempt, attributes);
    }

    /**
     * A copy with other fields.
     *
     * @param fields the fields
     * @return the copy
     */
    public Request withFields(Fields fields) {
        return withHead(head.withFields(fields));
    }

    /**
     * A copy with another body. The fields still say what they said: change {@code Content-Length} too.
     *
     * @param changed the body
     * @return the copy
     */
    public Request withBody(Body changed) {
        return new Request(head, changed, client, receivedAt, upstream, tried, attempt, attributes);
    }

    /**
     * A copy with another end of the client's: that of an attempt that can be cancelled by itself.
     *
     * @param changed the client's end, with the same peer and origin
     * @return the copy
     */
    public Request withClient(Client changed) {
        return new Request(head, body, changed, receivedAt, upstream, tried, attempt, attributes);
    }

    /**
     * A copy for an upstream.
     *
     * @param picked where to send it
     * @return the copy
     */
    public Request withUpstream(Upstream picked) {
        return new Request(head, body, client, receivedAt, picked, tried, attempt, attributes);
    }

    /**
     * A copy for the next attempt.
     *
     * @param fresh a body to send from its first byte
     * @param failed where this attempt went, if it got so far
     * @return the copy, without an upstream of its own unless one was chosen before the first attempt
     */
    public Request again(Body fresh, Optional<Upstream> failed) {
        List<Upstream> all = failed.map(this::withTried).orElse(this).tried();
        return new Request(head, fresh, client, receivedAt, upstream, all, attempt + 1, attributes);
    }

    /**
     * A copy of this attempt that prefers others to one upstream more.
     *
     * @param refused one that it cannot go to
     * @return the copy
     */
    public Request withTried(Upstream refused) {
        List<Upstream> all = Stream.concat(tried.stream(), Stream.of(refused)).toList();
        return new Request(head, body, client, receivedAt, upstream, all, attempt, attributes);
    }

    @Override
    public String toString() {
        return head.method() + " " + head.target();
    }
}
