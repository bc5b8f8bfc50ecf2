package dev.sluice.middlewares.errors;

import dev.sluice.core.ErrorRenderer;
import java.util.Optional;

/**
 * What errors look like. Immutable.
 *
 * @param form one of the gateway's own
 * @param renderer a program's own, in place of the form
 */
public record ErrorsOptions(ErrorForm form, Optional<ErrorRenderer> renderer) {}
