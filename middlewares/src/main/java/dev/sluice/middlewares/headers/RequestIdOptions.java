package dev.sluice.middlewares.headers;

import dev.sluice.core.syntax.Tokens;

/**
 * How a {@link RequestId} works. Immutable.
 *
 * @param header the field that carries the id
 * @param fromClient whether a client's own id is kept
 * @param inResponse whether the response carries the id
 */
public record RequestIdOptions(String header, boolean fromClient, boolean inResponse) {
    static final String DEFAULT_HEADER = "X-Request-Id";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option and its value
     */
    public RequestIdOptions {
        if (!Tokens.isToken(header)) {
            throw new IllegalArgumentException("header '" + header + "' is not a field name");
        }
    }

    /**
     * Starts from the defaults: {@code X-Request-Id}, kept if the client sends one, added to the response.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String header = DEFAULT_HEADER;
        private boolean fromClient = true;
        private boolean inResponse = true;

        private Builder() {}

        /**
         * The field that carries the id.
         *
         * @param name by default {@code X-Request-Id}
         * @return this
         */
        public Builder header(String name) {
            header = name;
            return this;
        }

        /**
         * Whether a client's own id is kept, if it is safe to log (see {@link RequestId}).
         *
         * @param kept by default true
         * @return this
         */
        public Builder fromClient(boolean kept) {
            fromClient = kept;
            return this;
        }

        /**
         * Whether the response carries the id.
         *
         * @param told by default true
         * @return this
         */
        public Builder inResponse(boolean told) {
            inResponse = told;
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         */
        public RequestIdOptions build() {
            return new RequestIdOptions(header, fromClient, inResponse);
        }
    }
}
