package dev.sluice.cli.top;

/**
 * A line of the screen.
 *
 * @param text no wider than the screen
 * @param look how it is shown
 */
record Line(String text, Look look) {}
