package dev.sluice.expression;

/** What a call gives: a condition, or a value that a comparison makes one of. */
sealed interface Operand<T> permits Fact, IntTerm, FloatTerm, TextTerm {}
