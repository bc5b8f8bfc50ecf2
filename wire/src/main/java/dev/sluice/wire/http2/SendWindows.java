package dev.sluice.wire.http2;

import dev.sluice.wire.http2.frame.ErrorCode;
import dev.sluice.wire.http2.frame.Http2ConnectionException;

/** What the peer grants this side to send, as it says (RFC 9113 §6.9). For the thread that reads. */
final class SendWindows {
    private final Multiplexer connection;

    SendWindows(Multiplexer connection) {
        this.connection = connection;
    }

    /**
     * A WINDOW_UPDATE has come.
     *
     * @return false if it is one that no content has asked for
     */
    boolean update(int id, int increment) throws Http2ConnectionException {
        return id == 0 ? connectionWindow(increment) : streamWindow(id, increment);
    }

    /** With the lock: changes the windows of all streams (RFC 9113 §6.9.2). */
    void resize(int difference) throws Http2ConnectionException {
        if (difference == 0) {
            return;
        }
        for (Http2Stream stream : connection.all().all()) {
            stream.sendWindow += difference;
            if (stream.sendWindow > Integer.MAX_VALUE) {
                throw new Http2ConnectionException(ErrorCode.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
            }
            stream.wake();
        }
    }

    private boolean streamWindow(int id, int increment) throws Http2ConnectionException {
        Http2Stream stream;
        ErrorCode mistake = null;
        boolean due;
        connection.lock().lock();
        try {
            due = connection.isDue();
            stream = connection.all().get(id);
            if (stream == null && connection.all().isIdle(id)) {
                throw new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE on an idle stream");
            }
            if (increment == 0) {
                mistake = ErrorCode.PROTOCOL_ERROR;
            } else if (stream != null) {
                stream.sendWindow += increment;
                mistake = stream.sendWindow > Integer.MAX_VALUE ? ErrorCode.FLOW_CONTROL_ERROR : null;
                stream.wake();
            }
        } finally {
            connection.lock().unlock();
        }
        if (mistake != null && stream != null) {
            connection.ends().streamError(stream, mistake, "WINDOW_UPDATE");
        }
        return due;
    }

    private boolean connectionWindow(int increment) throws Http2ConnectionException {
        if (increment == 0) {
            throw new Http2ConnectionException(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
        }
        connection.lock().lock();
        try {
            if (!connection.outbound().credit(increment)) {
                throw new Http2ConnectionException(ErrorCode.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
            }
            return connection.isDue();
        } finally {
            connection.lock().unlock();
        }
    }
}
