package dev.sluice.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * What the admin API answered.
 *
 * @param status of success
 * @param etag of the model that runs, if it was told
 * @param text its body
 */
public record Answer(int status, Optional<String> etag, String text) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * The body as data.
     *
     * @throws AdminException if it is no JSON, since then something else answered
     */
    public JsonNode json() {
        return json(text);
    }

    static JsonNode json(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            if (read.isContainerNode()) {
                return read;
            }
        } catch (JsonProcessingException wrong) {
            // told below
        }
        throw new AdminException(
                "the answer is no JSON: this is no admin listener of Sluice, or one of another version");
    }
}
