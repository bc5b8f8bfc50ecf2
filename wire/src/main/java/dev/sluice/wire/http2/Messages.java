package dev.sluice.wire.http2;

import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.wire.MalformedException;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;
import dev.sluice.wire.http2.hpack.DecodedHead;
import dev.sluice.wire.http2.hpack.HeadBlock;
import io.helidon.http.Status;

/** Makes messages of the heads that a connection receives: requests, responses and trailers. For the thread that reads. */
final class Messages {
    private static final Status TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    private final Multiplexer connection;

    Messages(Multiplexer connection) {
        this.connection = connection;
    }

    /**
     * Gives a head to its stream.
     *
     * @return false if nobody wants it: the stream is gone
     */
    boolean received(HeadBlock head, DecodedHead decoded) throws Http2ConnectionException {
        Http2Stream stream;
        boolean fresh = false;
        connection.lock().lock();
        try {
            stream = connection.all().get(head.stream());
            if (stream == null && connection.isServer() && connection.all().isIdle(head.stream())) {
                if ((head.stream() & 1) == 0) {
                    throw new Http2ConnectionException(
                            ErrorCode.PROTOCOL_ERROR, "a client's stream with the even number " + head.stream());
                }
                fresh = true;
                stream = connection.accept(head.stream());
                if (stream != null && head.endStream()) {
                    stream.remoteEnds();
                }
            }
        } finally {
            connection.lock().unlock();
        }
        if (stream == null) {
            noStream(head.stream(), fresh);
            return fresh;
        }
        try {
            if (fresh) {
                request(stream, head, decoded);
            } else {
                further(stream, head, decoded);
            }
        } catch (MalformedException malformed) {
            connection.ends().streamError(stream, ErrorCode.PROTOCOL_ERROR, malformed.detail());
            if (fresh) {
                stream.release();
            }
        }
        return true;
    }

    private void noStream(int id, boolean refused) throws Http2ConnectionException {
        if (refused) {
            connection.ends().streamError(id, ErrorCode.REFUSED_STREAM);
            return;
        }
        boolean ignored;
        connection.lock().lock();
        try {
            ignored = connection.all().isForgotten(id);
            if (!ignored && (connection.all().isIdle(id) || connection.all().isSkipped(id))) { // RFC 9113 §5.1.1
                throw new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, "HEADERS on stream " + id);
            }
        } finally {
            connection.lock().unlock();
        }
        if (!ignored) {
            throw new Http2ConnectionException(ErrorCode.STREAM_CLOSED, "HEADERS on a closed stream");
        }
    }

    private void request(Http2Stream stream, HeadBlock head, DecodedHead decoded) {
        if (head.selfDependent()) {
            throw new MalformedException(Status.BAD_REQUEST_400, "a stream that depends on itself");
        }
        if (decoded.tooLarge()) {
            refused(stream, head, decoded.request(true), TOO_LARGE);
            return;
        }
        RequestHead request;
        try {
            request = decoded.request(true);
        } catch (MalformedException tooLong) {
            if (tooLong.status().code() != Status.REQUEST_URI_TOO_LONG_414_CODE) {
                throw tooLong;
            }
            refused(stream, head, new RequestHead("", "", RequestHead.Version.HTTP_2, Fields.EMPTY), tooLong.status());
            return;
        }
        stream.protocol(decoded.protocol());
        stream.urgency = Urgency.of(request.fields());
        stream.headReceived(DecodedHead.contentLength(request.fields()), false);
        requestEndsIf(head, stream);
        connection.events().request(stream, request);
    }

    /** A request that breaks a limit, though it is well formed. */
    private void refused(Http2Stream stream, HeadBlock head, RequestHead request, Status status) {
        stream.headReceived(-1, false);
        requestEndsIf(head, stream);
        connection.events().refused(stream, request, status);
    }

    /** A request may end with its head: its stream knows that already, and nobody else knows the stream. */
    private static void requestEndsIf(HeadBlock head, Http2Stream stream) {
        if (head.endStream()) {
            checkWhole(stream);
            stream.inbox().end(Fields.EMPTY);
        }
    }

    private static void checkWhole(Http2Stream stream) {
        if (!stream.isWhole()) {
            throw new MalformedException(Status.BAD_REQUEST_400, "less content than Content-Length");
        }
    }

    /** A response, or trailers. */
    private void further(Http2Stream stream, HeadBlock head, DecodedHead decoded) throws Http2ConnectionException {
        if (stream.remoteEnded()) {
            connection.ends().streamError(stream, ErrorCode.STREAM_CLOSED, "HEADERS after the end");
            return;
        }
        if (decoded.tooLarge()) {
            throw new MalformedException(Status.BAD_REQUEST_400, "fields beyond the limit");
        }
        if (stream.headReceived()) {
            trailers(stream, head, decoded.trailers());
        } else {
            response(stream, head, decoded.response());
        }
    }

    private void trailers(Http2Stream stream, HeadBlock head, Fields trailers) {
        if (!head.endStream()) {
            throw new MalformedException(Status.BAD_REQUEST_400, "trailers that are not the end");
        }
        ends(stream, trailers);
    }

    private void response(Http2Stream stream, HeadBlock head, ResponseHead response) {
        int code = response.status().code();
        if (code < Status.OK_200_CODE) {
            if (head.endStream()) {
                throw new MalformedException(Status.BAD_REQUEST_400, "an interim response that is the end");
            }
        } else {
            boolean noContent = code == Status.NO_CONTENT_204_CODE || code == Status.NOT_MODIFIED_304_CODE;
            stream.headReceived(DecodedHead.contentLength(response.fields()), noContent);
        }
        if (!stream.inbox().offer(response)) {
            throw new MalformedException(Status.BAD_REQUEST_400, "too many interim responses");
        }
        endsIf(head, stream);
    }

    private void endsIf(HeadBlock head, Http2Stream stream) {
        if (head.endStream()) {
            ends(stream, Fields.EMPTY);
        }
    }

    /** A message ends with its fields. */
    private void ends(Http2Stream stream, Fields trailers) {
        boolean over;
        connection.lock().lock();
        try {
            checkWhole(stream);
            stream.remoteEnds();
            over = connection.ends().closeIfEnded(stream);
        } finally {
            connection.lock().unlock();
        }
        stream.inbox().end(trailers);
        if (over) {
            connection.ends().over();
        }
    }
}
