package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** A command without options of its own that prints a text: {@code sluice schema}, {@code sluice completion}. */
final class PrintCommand implements Task {
    private final Options options = new Options();
    private final Asked asked = new Asked(options);
    private final String name;
    private final String says;
    private final String example;
    private final Consumer<PrintStream> text;

    PrintCommand(String name, String says, String example, Consumer<PrintStream> text) {
        this.name = name;
        this.says = says;
        this.example = example;
        this.text = text;
    }

    @Override
    public Command command() {
        return new Command(name, says, "sluice " + name, List.of(options), List.of(example));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return () -> {
            text.accept(System.out);
            return 0;
        };
    }
}
