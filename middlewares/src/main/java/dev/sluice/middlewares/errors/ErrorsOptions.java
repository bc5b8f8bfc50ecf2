package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;
import java.util.Optional;

/**
 * What errors look like. Immutable.
 *
 * @param form the form, one of those that the gateway knows. Default: plain text
 * @param renderer code of the program that is used instead of the form. Default: none
 */
public record ErrorsOptions(ErrorForm form, Optional<ErrorRenderer> renderer) {
    /**
     * Starts from the default, plain text.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private ErrorForm form = ErrorForm.TEXT;
        private Optional<ErrorRenderer> renderer = Optional.empty();

        private Builder() {}

        /**
         * Chooses one of the forms that the gateway knows.
         *
         * @param value by default {@link ErrorForm#TEXT}
         * @return this
         */
        public Builder form(ErrorForm value) {
            form = value;
            return this;
        }

        /**
         * Renders errors by code of the program, instead of one of the forms.
         *
         * @param value must be quick and thread-safe
         * @return this
         */
        public Builder renderer(ErrorRenderer value) {
            renderer = Optional.of(value);
            return this;
        }

        /**
         * The result.
         *
         * @return the options
         */
        public ErrorsOptions build() {
            return new ErrorsOptions(form, renderer);
        }
    }
}
