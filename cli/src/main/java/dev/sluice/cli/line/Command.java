package dev.sluice.cli.line;

import java.util.List;

/**
 * A command as data: what it does, and what can be typed behind its name.
 *
 * @param name its first word
 * @param description a sentence
 * @param synopsis how it is typed, in short
 * @param options its groups of options, in the order of the help; the first may have operands
 * @param examples commands that can be pasted as they are
 */
public record Command(String name, String description, String synopsis, List<Options> options, List<String> examples) {}
