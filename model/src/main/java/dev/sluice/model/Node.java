package dev.sluice.model;

/** What a request comes to: a chain of steps, a choice of routes, or a terminal. */
public sealed interface Node permits Chain, Routes, Terminal {}
