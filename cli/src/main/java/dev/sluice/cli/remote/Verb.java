package dev.sluice.cli.remote;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One command of {@code sluice ctl}: its options, its operands, and what it asks of the admin API. */
final class Verb implements Task {
    private final String name;
    private final String description;
    private final String synopsis;
    private final Options options = new Options();
    private final Remote remote = new Remote();
    private final Option<Boolean> json = options.flag("--json", "Prints what the API answers, as it is.");
    private final Asked asked = new Asked(options);
    private final Map<String, Supplier<Task>> commands = new LinkedHashMap<>();
    private List<String> examples = List.of();
    private Option<List<String>> operands = new Options().operands("", text -> text, "");
    private int least;
    private int most;
    private Does does = call -> {};

    /**
     * One that does nothing yet.
     *
     * @param name its last word
     * @param synopsis what is typed behind {@code sluice ctl}
     * @param description a sentence
     */
    Verb(String name, String synopsis, String description) {
        this.name = name;
        this.synopsis = "sluice ctl " + synopsis;
        this.description = description;
    }

    /** What it does. */
    @FunctionalInterface
    interface Does {
        /** Asks and prints. */
        void with(Call call) throws IOException;
    }

    /** For options of its own. */
    Options options() {
        return options;
    }

    /** Takes so many operands. */
    Verb operands(String label, int fewest, int greatest, String says) {
        operands = options.operands(label, text -> text, says);
        least = fewest;
        most = greatest;
        return this;
    }

    Verb examples(String... lines) {
        examples = List.of(lines);
        return this;
    }

    /** Another follows its name. */
    Verb then(String following, Supplier<Task> command) {
        commands.put(following, command);
        return this;
    }

    Task does(Does what) {
        does = what;
        return this;
    }

    @Override
    public Command command() {
        return new Command(
                name,
                description,
                synopsis,
                List.of(options, remote.options()),
                examples,
                commands.values().stream().map(one -> one.get().command()).toList());
    }

    @Override
    public Map<String, Supplier<Task>> commands() {
        return commands;
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        List<String> typed = operands.or(List.of());
        if (typed.size() < least || typed.size() > most) {
            throw new IllegalArgumentException("needs to be typed as: " + synopsis);
        }
        AdminClient client = remote.client();
        return () -> {
            try (client) {
                does.with(new Call(client, typed, json.isSet()));
                return 0;
            }
        };
    }
}
