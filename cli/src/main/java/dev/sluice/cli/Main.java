package dev.sluice.cli;

import dev.sluice.ProgramException;
import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.CommandLine;
import dev.sluice.cli.line.Help;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.cli.remote.AdminException;
import dev.sluice.cli.remote.CtlCommand;
import dev.sluice.cli.top.TopCommand;
import dev.sluice.config.ModelSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command line: {@code sluice proxy …}, {@code sluice run FILE…}, {@code sluice help …}.
 *
 * <p>Exits with 0 after an orderly stop, with 1 if something could not be done, such as binding a port, and with 2 if the
 * command line is wrong. It then writes a line for each mistake to the standard error, and no stack trace.
 */
public final class Main {
    private static final List<String> EXAMPLES = List.of(
            "sluice demo",
            "sluice proxy http://127.0.0.1:9001",
            "sluice proxy --rate 100/1s --trace - http://127.0.0.1:9001 http://127.0.0.1:9002",
            "sluice init gateway.yaml",
            "sluice run --watch gateway.yaml",
            "sluice help proxy");

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /** In the order of the help. Only the one that is called for is made. */
    private static Map<String, Supplier<Task>> commands() {
        Map<String, Supplier<Task>> all = new LinkedHashMap<>();
        all.put("proxy", ProxyCommand::new);
        all.put("demo", DemoCommand::new);
        all.put("run", RunCommand::new);
        all.put("check", CheckCommand::new);
        all.put("explain", ExplainCommand::new);
        all.put("routes", RoutesCommand::new);
        all.put("init", InitCommand::new);
        all.put("schema", Main::schema);
        all.put("completion", Main::completion);
        all.put("top", TopCommand::new);
        all.put("ctl", CtlCommand::new);
        return all;
    }

    private static Task schema() {
        return new PrintCommand(
                "schema",
                "Prints the JSON Schema of gateway files, by which editors complete and check them.",
                "sluice schema > gateway.schema.json",
                out -> out.print(ModelSchema.json()));
    }

    private static Task completion() {
        return new PrintCommand(
                "completion",
                "Prints a script that completes commands and options in bash and zsh.",
                "source <(sluice completion)",
                out -> Help.printCompletion(all(), out));
    }

    /**
     * Runs a command and ends the process.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** Runs a command, and gives the exit code. */
    static int run(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        Supplier<Task> command = commands().get(first);
        return command == null ? answer(first, words) : run(command.get(), words.subList(1, words.size()));
    }

    private static int answer(String first, List<String> words) {
        return switch (first) {
            case "" -> usage(System.err, USAGE);
            case "-h", "--help" -> usage(System.out, OK);
            case "-V", "--version" -> version();
            case "help" -> words.size() == 1 ? usage(System.out, OK) : help(words.subList(1, words.size()));
            default -> refuse(List.of(first.startsWith("-") ? "Unknown option: '" + first + "'" : unknown(first)));
        };
    }

    private static String unknown(String command) {
        return "Unknown subcommand '" + command + "'.";
    }

    private static int help(List<String> names) {
        Map<String, Supplier<Task>> known = commands();
        Optional<Task> named = Optional.empty();
        for (String name : names) {
            Supplier<Task> command = known.get(name);
            if (command == null) {
                return refuse(List.of(unknown(name)));
            }
            named = Optional.of(command.get());
            known = named.get().commands();
        }
        Help.print(named.orElseThrow().command(), System.out);
        return OK;
    }

    private static int usage(PrintStream out, int exitCode) {
        Options options = new Options();
        new Asked(options);
        Command program = new Command(
                "sluice", "An HTTP gateway for the JVM.", "sluice [-hV] [COMMAND]", List.of(options), EXAMPLES);
        List<Command> all = all();
        all.add(new Command(
                "help",
                "Display help information about the specified command.",
                "sluice help [COMMAND]",
                List.of(),
                List.of()));
        Help.print(program, all, out);
        return exitCode;
    }

    private static int version() {
        System.out.println(Version.text());
        return OK;
    }

    private static int run(Task task, List<String> words) {
        Command command = task.command();
        OptionalInt operand =
                task.commands().isEmpty() ? OptionalInt.empty() : CommandLine.firstOperand(command, words);
        if (operand.isPresent()) {
            String name = words.get(operand.getAsInt());
            Supplier<Task> following = task.commands().get(name);
            if (following != null) {
                List<String> others = new ArrayList<>(words);
                others.remove(operand.getAsInt());
                return run(following.get(), others);
            } else if (!command.takesOperands()) {
                return refuse(List.of(unknown(name)));
            }
        }
        return run(task, command, CommandLine.parse(command, words));
    }

    private static int run(Task task, Command command, List<String> mistakes) {
        if (task.asked().help()) {
            Help.print(command, System.out);
            return OK;
        }
        return task.asked().version() ? version() : start(task, mistakes);
    }

    private static int start(Task task, List<String> mistakes) {
        try {
            Task.Action action = action(task, mistakes);
            return action == null || !mistakes.isEmpty() ? refuse(mistakes) : action.run();
        } catch (ProgramException wrong) {
            return refuse(wrong.mistakes());
        } catch (IllegalArgumentException wrong) {
            return refuse(List.of(String.valueOf(wrong.getMessage())));
        } catch (IllegalStateException | IOException failed) {
            tell(String.valueOf(failed.getMessage()));
            return FAILED;
        } catch (AdminException failed) {
            failed.mistakes().forEach(Main::tell);
            return FAILED;
        }
    }

    private static Task.@Nullable Action action(Task task, List<String> mistakes) throws IOException {
        try {
            return task.action();
        } catch (ProgramException wrong) {
            mistakes.addAll(wrong.mistakes());
            return null;
        }
    }

    /** All commands, for whoever writes about them. */
    static List<Command> all() {
        List<Command> all = new ArrayList<>();
        commands().values().forEach(task -> all.add(task.get().command()));
        return all;
    }

    private static int refuse(List<String> mistakes) {
        mistakes.forEach(Main::tell);
        return USAGE;
    }

    private static void tell(String message) {
        System.err.println("sluice: " + message);
    }
}
