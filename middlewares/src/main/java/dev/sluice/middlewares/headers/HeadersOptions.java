package dev.sluice.middlewares.headers;

import java.util.function.Consumer;

/**
 * What {@link Headers} changes. Immutable.
 *
 * @param request edits of the request's fields
 * @param response edits of the response's fields
 */
public record HeadersOptions(FieldEdits request, FieldEdits response) {
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
         * Edits what the rest of the pipeline and the upstream get.
         *
         * @param edits adds edits
         * @return this
         */
        public Builder request(Consumer<FieldEdits.Builder> edits) {
            edits.accept(request);
            return this;
        }

        /**
         * Edits what the client gets.
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
         * @return the options
         */
        public HeadersOptions build() {
            return new HeadersOptions(request.build(), response.build());
        }
    }
}
