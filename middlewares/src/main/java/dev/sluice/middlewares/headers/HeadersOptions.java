package dev.sluice.middlewares.headers;

import dev.sluice.core.options.Mistakes;
import java.util.function.Consumer;

/**
 * What {@link Headers} changes. Immutable.
 *
 * @param request edits of the request's fields; not of those that the forwarder writes: {@code Host}, {@code Via},
 *     {@code Forwarded}, {@code X-Real-Ip} and {@code X-Forwarded-For}, {@code -Proto}, {@code -Host}, {@code -Port} and
 *     {@code -Server}
 * @param response edits of the response's fields
 */
public record HeadersOptions(FieldEdits request, FieldEdits response) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every edit of a field that the forwarder writes, and what to use instead
     */
    public HeadersOptions {
        Mistakes mistakes = new Mistakes();
        WrittenElsewhere.check(request.edits(), mistakes);
        mistakes.throwIfAny();
    }

    /**
     * Starts from no edits.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final FieldEdits.Builder request = FieldEdits.builder();
        private final FieldEdits.Builder response = FieldEdits.builder();

        private Builder() {}

        /**
         * Edits the request's fields for the steps inside this one and the upstream.
         *
         * @param edits adds edits
         * @return this
         */
        public Builder request(Consumer<FieldEdits.Builder> edits) {
            edits.accept(request);
            return this;
        }

        /**
         * Edits the response's fields for the steps outside this one and the client.
         *
         * @param edits adds edits
         * @return this
         */
        public Builder response(Consumer<FieldEdits.Builder> edits) {
            edits.accept(response);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every mistake
         */
        public HeadersOptions build() {
            Mistakes mistakes = new Mistakes();
            mistakes.trying(request::build);
            mistakes.trying(response::build);
            WrittenElsewhere.check(request.correct(), mistakes);
            mistakes.throwIfAny();
            return new HeadersOptions(request.build(), response.build());
        }
    }
}
