package dev.sluice.wire;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.TransferException;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A message as it was understood: two that are equal say the same to everybody.
 *
 * @param side whose message it is
 * @param first method or status code
 * @param second target or reason phrase
 * @param fields as received
 * @param framing how the body ends
 * @param body its content
 * @param trailers behind it
 */
record Exchange(Side side, String first, String second, Fields fields, Framing framing, String body, Fields trailers) {
    /** Who sent it. */
    enum Side {
        REQUEST,
        RESPONSE
    }

    /** Reads a request, or says by which of the two permitted exceptions it was refused. */
    static Object request(WireInput input) {
        try {
            RequestHead head = Wire.request(input).orElseThrow(() -> MalformedException.bad("nothing"));
            Framing framing = Framing.ofRequest(head);
            WireBody body = Wire.body(framing, input);
            return new Exchange(
                    Side.REQUEST,
                    head.method(),
                    head.target(),
                    head.fields(),
                    framing,
                    Wire.read(body),
                    body.trailers());
        } catch (MalformedException | TransferException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Reads a response to GET, or says by which of the two permitted exceptions it was refused. */
    static Object response(WireInput input) {
        try {
            ResponseHead head = Wire.response(input).orElseThrow(() -> MalformedException.bad("nothing"));
            Framing framing = Framing.ofResponse("GET", head);
            WireBody body = Wire.body(framing, input);
            String code = head.status().codeText();
            String reason = head.status().reasonPhrase();
            return new Exchange(Side.RESPONSE, code, reason, head.fields(), framing, Wire.read(body), body.trailers());
        } catch (MalformedException | TransferException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** The bytes that a gateway would send for it. */
    String serialised() {
        RecordingSink sink = new RecordingSink();
        try {
            write(new WireOutput(sink, new BufferPool()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return sink.all();
    }

    private void write(WireOutput output) throws IOException {
        boolean chunked = framing instanceof Framing.Chunked;
        switch (side) {
            case REQUEST -> output.requestHead(first, second, fields);
            case RESPONSE -> output.responseHead(Status.create(Integer.parseInt(first), second), fields);
        }
        Body content = Body.of(Wire.bytes(body));
        int count = 0;
        while (count >= 0) {
            count = output.transfer(content, chunked);
        }
        if (chunked) {
            output.lastChunk(trailers);
        }
        output.flush();
    }
}
