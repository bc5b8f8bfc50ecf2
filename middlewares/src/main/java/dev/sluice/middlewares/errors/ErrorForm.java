package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;

/** The forms of errors that the gateway knows. */
public enum ErrorForm {
    /** A line of plain text. */
    TEXT,
    /** {@code application/problem+json} (RFC 9457). */
    PROBLEM_JSON;

    ErrorRenderer renderer() {
        return switch (this) {
            case TEXT -> ErrorRenderer.text();
            case PROBLEM_JSON -> ErrorRenderer.problemJson();
        };
    }
}
