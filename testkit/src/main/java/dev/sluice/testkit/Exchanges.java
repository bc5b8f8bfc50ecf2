package dev.sluice.testkit;

import dev.sluice.core.Body;
import dev.sluice.core.Completion;
import dev.sluice.core.Fields;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Requests and responses for tests without a server, and what a host does with a response. */
public final class Exchanges {
    private Exchanges() {}

    /** A GET from 192.0.2.1. */
    public static Request get(String target) {
        return request("GET", target, Fields.of("Host", "example.com"), Body.empty());
    }

    /** A POST from 192.0.2.1 with a text as its body, which is replayable. */
    public static Request post(String target, String text) {
        Body body = Body.of(text);
        return request(
                "POST",
                target,
                Fields.of("Host", "example.com", "Content-Length", String.valueOf(body.length())),
                body);
    }

    /** Any request from 192.0.2.1. */
    public static Request request(String method, String target, Fields fields, Body body) {
        FakeClient client = FakeClient.at("192.0.2.1").asking(fields);
        return Request.of(new RequestHead(method, target, fields), body, client, 0);
    }

    /** A GET from an address. */
    public static Request getFrom(String address, String target) {
        RequestHead head = new RequestHead("GET", target, Fields.of("Host", "example.com"));
        return Request.of(head, Body.empty(), FakeClient.at(address).asking(head.fields()), 0);
    }

    /** A 200 without a body. */
    public static Response ok() {
        return Response.of(Status.OK_200);
    }

    /** Reads a body to its end, without closing it. */
    public static String text(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        for (int count = body.read(buffer, 0, buffer.length); count >= 0; count = body.read(buffer, 0, buffer.length)) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Does what a host does with a response: reads its body, then ends it as sent or broken. */
    public static String send(Response response) {
        try {
            String text = text(response.body());
            response.end(Outcome.sent(response, 0, text.length()));
            return text;
        } catch (TransferException broken) {
            response.end(Outcome.broken(response, broken.failure(), 0, 0));
            throw broken;
        }
    }

    /** A completion that keeps the outcomes it is told. */
    public static final class Outcomes implements Completion {
        private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

        @Override
        public void ended(Outcome outcome) {
            outcomes.add(outcome);
        }

        /** The outcomes so far, in order. */
        public List<Outcome> all() {
            return outcomes;
        }

        /** The outcome, if there was exactly one; else a failure of the test. */
        public Outcome only() {
            if (outcomes.size() != 1) {
                throw new AssertionError("expected one outcome, got " + outcomes);
            }
            return outcomes.getFirst();
        }
    }
}
