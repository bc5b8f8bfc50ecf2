package dev.sluice.model;

/** What a request comes to: a chain of steps, or a terminal. */
public sealed interface Node permits Chain, Terminal {}
