package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;
import java.util.Optional;

/**
 * What errors look like. Immutable.
 *
 * @param form one of the gateway's own
 * @param renderer a program's own, in place of the form
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
         * One of the gateway's own forms.
         *
         * @param value by default {@link ErrorForm#TEXT}
         * @return this
         */
        public Builder form(ErrorForm value) {
            form = value;
            return this;
        }

        /**
         * A form of the program's own, in place of the others.
         *
         * @param value quick, thread-safe
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
