package dev.sluice.cli.line;

import java.io.PrintStream;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes what {@code --help} says, by picocli: nothing of it is loaded by a gateway that starts. */
public final class Help {
    private static final int WIDTH = 100;
    private static final int OPTION_WIDTH = 34;

    private Help() {}

    /** The help of one command. */
    public static void print(Command command, PrintStream out) {
        CommandSpec root = CommandSpec.create().name("sluice");
        CommandSpec spec = spec(command);
        root.addSubcommand(command.name(), spec);
        spec.commandLine().usage(out);
    }

    /** The help of the program, with a line for each of its commands. */
    public static void print(Command program, List<Command> commands, PrintStream out) {
        CommandSpec root = spec(program);
        for (Command command : commands) {
            root.addSubcommand(command.name(), spec(command));
        }
        new CommandLine(root).usage(out);
    }

    /** A script for bash and zsh. */
    public static void printCompletion(List<Command> commands, PrintStream out) {
        CommandSpec root = CommandSpec.create().name("sluice");
        commands.forEach(command -> root.addSubcommand(command.name(), spec(command)));
        out.print(AutoComplete.bash("sluice", new CommandLine(root)));
    }

    private static CommandSpec spec(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.parser().separator(" ");
        spec.usageMessage()
                .description(command.description())
                .customSynopsis(command.synopsis())
                .width(WIDTH)
                .longOptionsMaxWidth(OPTION_WIDTH)
                .sortOptions(false);
        for (Options group : command.options()) {
            add(group, spec);
        }
        examples(command.examples(), spec);
        command.commands().forEach(following -> spec.addSubcommand(following.name(), spec(following)));
        return spec;
    }

    private static void add(Options group, CommandSpec spec) {
        List<ArgSpec> args = group.all().stream().map(Help::arg).toList();
        if (group.heading().isEmpty()) {
            args.forEach(spec::add);
        } else {
            ArgGroupSpec.Builder titled = ArgGroupSpec.builder().validate(false).heading(group.heading());
            args.forEach(titled::addArg);
            spec.addArgGroup(titled.build());
        }
    }

    private static ArgSpec arg(Option<?> option) {
        if (option.isOperand()) {
            return PositionalParamSpec.builder()
                    .paramLabel(option.label())
                    .arity("0..*")
                    .type(List.class)
                    .description(option.description())
                    .build();
        }
        OptionSpec.Builder named =
                OptionSpec.builder(option.names().toArray(String[]::new)).description(option.description());
        if (!option.isFlag()) {
            named.paramLabel(option.label()).type(option.repeatable() ? List.class : String.class);
        }
        return named.build();
    }

    private static void examples(List<String> examples, CommandSpec spec) {
        if (!examples.isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n");
            spec.usageMessage().footer(examples.stream().map(one -> "  " + one).toArray(String[]::new));
        }
    }
}
