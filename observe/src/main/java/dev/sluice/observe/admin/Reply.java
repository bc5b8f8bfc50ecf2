package dev.sluice.observe.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers of operations. What they tell must not be kept by anybody on the way. */
final class Reply {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Fields ALWAYS =
            Fields.of("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");

    private Reply() {}

    /** Maps, lists, texts, numbers, booleans and null as JSON. */
    static Response json(Object data) {
        return json(Status.OK_200, data);
    }

    static Response json(Status status, Object data) {
        return of(status, "application/json", written(data));
    }

    static Response text(String type, String text) {
        return of(Status.OK_200, type, text.getBytes(StandardCharsets.UTF_8));
    }

    static Response nothing() {
        return Response.of(Status.NO_CONTENT_204, ALWAYS, Body.empty());
    }

    static Response stream(Body events) {
        return Response.of(Status.OK_200, ALWAYS.with("Content-Type", "text/event-stream"), events);
    }

    static Response tagged(Response response, int version) {
        return response.withFields(response.fields().with("ETag", tag(version)));
    }

    static String tag(int version) {
        return "\"" + version + "\"";
    }

    static Response refused(AdminRefusal why) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", why.status().reasonPhrase());
        problem.put("status", why.status().code());
        problem.put("detail", String.valueOf(why.getMessage()));
        if (!why.mistakes().isEmpty()) {
            problem.put("mistakes", why.mistakes());
        }
        Response response = of(why.status(), "application/problem+json", written(problem));
        Fields fields = response.fields();
        for (int i = 0; i < why.fields().size(); i++) {
            fields = fields.with(why.fields().name(i), why.fields().value(i));
        }
        return response.withFields(fields);
    }

    private static Response of(Status status, String type, byte[] body) {
        return Response.of(status, ALWAYS.with("Content-Type", type), Body.of(body));
    }

    static byte[] written(Object data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
