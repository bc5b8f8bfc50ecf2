package dev.sluice.expression;

/** What a call evaluates to: a condition, or a value that a comparison turns into one. */
sealed interface Operand<T> permits Fact, IntTerm, FloatTerm, TextTerm {}
