package dev.sluice.server;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Exchanges;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers with what it was asked: the request line, the fields, the body and the trailers, one byte a char. */
final class Echo implements Handler {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Response handle(Request request) {
        seen.add(request.toString());
        try {
            String text = text(request);
            return Response.of(Status.OK_200, Fields.EMPTY, Body.of(bytes(text)));
        } catch (TransferException broken) {
            return Response.failed(broken.failure(), Provenance.LOCAL);
        }
    }

    private static String text(Request request) {
        String head = request + "\n" + request.fields();
        String body = Exchanges.text(request.body());
        return head + "\n" + body + "\n" + request.body().trailers();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request lines that arrived. */
    List<String> seen() {
        return seen;
    }
}
