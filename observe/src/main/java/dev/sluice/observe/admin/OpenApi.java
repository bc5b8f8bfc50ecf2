package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The document that describes the API (OpenAPI 3.1). */
final class OpenApi {
    private OpenApi() {}

    static Response document() {
        return Reply.text("application/json", text());
    }

    static String text() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
