package dev.sluice.cli.line;

import java.util.List;

/**
 * A command as data: what it does, and what can be typed behind its name.
 *
 * @param name its last word
 * @param description a sentence
 * @param synopsis how it is typed, in short
 * @param options its groups of options, in the order of the help; the first may have operands
 * @param examples commands that can be pasted as they are
 * @param commands those that follow its name, as {@code add} follows {@code members}
 */
public record Command(
        String name,
        String description,
        String synopsis,
        List<Options> options,
        List<String> examples,
        List<Command> commands) {
    /** One that no other follows. */
    public Command(String name, String description, String synopsis, List<Options> options, List<String> examples) {
        this(name, description, synopsis, options, examples, List.of());
    }

    /** Whether words besides options and the names of its commands can be typed. */
    public boolean takesOperands() {
        return options.stream().flatMap(group -> group.all().stream()).anyMatch(Option::isOperand);
    }
}
