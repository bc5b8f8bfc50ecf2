package dev.sluice.server.portable;

import dev.sluice.core.Body;
import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.server.rules.SentFields;
import dev.sluice.server.rules.SentFields.Frame;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Sends a response by Helidon's API. If its body breaks off after the first byte, the connection is closed without the
 * end of the body, so that the client sees a broken transfer.
 */
final class PortableResponse {
    private final Ticker ticker;
    private static final int PART = 16 * 1024;

    private final ServerRequest request;
    private final ServerResponse response;
    private long bytesSent;

    PortableResponse(ServerRequest request, ServerResponse response, Ticker ticker) {
        this.ticker = ticker;
        this.request = request;
        this.response = response;
    }

    /**
     * Sends the response.
     *
     * @param connection the value of the Connection field, or empty
     * @return bytes of content
     */
    long send(Response answer, String connection) throws IOException {
        Frame frame = SentFields.frame(request.prologue().method().text(), false, answer);
        response.status(answer.status());
        fields(
                SentFields.of(answer, frame, connection, ticker),
                lengthIsOurs(answer.status().code()));
        Body body = answer.body();
        if (frame == Frame.NONE || body.length() == 0) {
            response.send();
            return 0;
        }
        byte[] part = new byte[PART];
        int count = body.read(part, 0, PART);
        OutputStream out = response.outputStream();
        while (count >= 0) {
            out.write(part, 0, count);
            bytesSent += count;
            if (body.available() == 0) {
                out.flush();
            }
            count = body.read(part, 0, PART);
        }
        // not in a finally: closing the stream would end a broken body cleanly
        out.close();
        if (response instanceof RoutingResponse routing) {
            routing.commit(); // Helidon holds the last part back until then
        }
        return bytesSent;
    }

    /**
     * Whether the length may be set here. For the other statuses Helidon 4.5.0 writes 0 itself, and fails if there is
     * another length.
     */
    private static boolean lengthIsOurs(int status) {
        return status != Status.NO_CONTENT_204_CODE
                && status != Status.RESET_CONTENT_205_CODE
                && status != Status.NOT_MODIFIED_304_CODE;
    }

    private void fields(Fields fields, boolean withLength) {
        for (int i = 0; i < fields.size(); i++) {
            boolean sent = !fields.isNamed(i, FieldNames.TRANSFER_ENCODING)
                    && (withLength || !fields.isNamed(i, FieldNames.CONTENT_LENGTH));
            if (sent) {
                response.headers().add(HeaderValues.create(HeaderNames.create(fields.name(i)), fields.value(i)));
            }
        }
    }

    /** Resets the response if nothing of it was sent, so that an error can be sent instead. */
    boolean takeBack() {
        if (response.isSent() || bytesSent > 0) {
            return false;
        }
        response.headers().clear();
        return true;
    }

    long bytesSent() {
        return bytesSent;
    }
}
