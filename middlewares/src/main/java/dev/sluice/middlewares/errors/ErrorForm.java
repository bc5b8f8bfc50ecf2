package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;

/** The forms of errors that the gateway knows. */
public enum ErrorForm {
    /** A line of plain text. */
    TEXT(ErrorRenderer.text()),
    /** {@code application/problem+json} (RFC 9457). */
    PROBLEM_JSON(ErrorRenderer.problemJson());

    private final ErrorRenderer renderer;

    ErrorForm(ErrorRenderer renderer) {
        this.renderer = renderer;
    }

    ErrorRenderer renderer() {
        return renderer;
    }
}
