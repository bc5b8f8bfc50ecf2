package dev.sluice.cli;

import dev.sluice.ProgramException;
import dev.sluice.Proxy;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.service.registry.Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line: {@code sluice proxy …}, {@code sluice demo}, {@code sluice help …}.
 *
 * <p>Exits with 0 after an orderly stop, with 1 if something could not be done, such as binding a port, and with 2 if the
 * command line is wrong. It then writes a line for each mistake to the standard error, and no stack trace.
 */
public final class Main {
    private final CommandLine line;

    private Main(String first) {
        line = new CommandLine(root(this, first));
    }

    private static CommandSpec root(Main main, String first) {
        CommandSpec root =
                Command.of(main, "An HTTP gateway for the JVM.", new Options()).name("sluice");
        Map<String, Supplier<Task>> commands = commands();
        for (Map.Entry<String, Supplier<Task>> command : commands.entrySet()) {
            if (command.getKey().equals(first) || !commands.containsKey(first)) {
                root.addSubcommand(command.getKey(), command.getValue().get().spec());
            }
        }
        if (!commands.containsKey(first)) {
            root.addSubcommand("help", CommandSpec.forAnnotatedObject(new HelpCommand()));
        }
        Command.examples(
                root,
                "sluice demo",
                "sluice proxy http://127.0.0.1:9001",
                "sluice proxy --rate 100/1s --trace - http://127.0.0.1:9001 http://127.0.0.1:9002",
                "sluice help proxy");
        return root;
    }

    /** Those that are not called for stay out: picocli takes its time for each. */
    private static Map<String, Supplier<Task>> commands() {
        Map<String, Supplier<Task>> all = new LinkedHashMap<>(); // in the order of the help
        all.put("proxy", ProxyCommand::new);
        all.put("demo", DemoCommand::new);
        return all;
    }

    /**
     * Runs a command and ends the process.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(new Main(args.length == 0 ? "" : args[0]).run(args));
    }

    private int run(String... args) {
        ParseResult parsed = line.parseArgs(args);
        try {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
        } catch (ParameterException unknown) {
            return refuse(List.of(String.valueOf(unknown.getMessage())));
        }
        List<CommandLine> commands = parsed.asCommandLineList();
        List<String> mistakes = new ArrayList<>();
        for (CommandLine command : commands) {
            for (Exception mistake : command.getParseResult().errors()) {
                mistakes.add(String.valueOf(mistake.getMessage()));
            }
        }
        if (commands.getLast().getCommand() instanceof Task task) {
            return run(task, mistakes);
        }
        if (mistakes.isEmpty()) {
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        return refuse(mistakes);
    }

    private int run(Task task, List<String> mistakes) {
        findNoServices();
        try {
            Proxy program = program(task, mistakes);
            if (program == null || !mistakes.isEmpty()) {
                return refuse(mistakes);
            }
            task.run(program);
            return ExitCode.OK;
        } catch (ProgramException wrong) {
            return refuse(wrong.mistakes());
        } catch (IllegalArgumentException wrong) {
            return refuse(List.of(String.valueOf(wrong.getMessage())));
        } catch (IllegalStateException | IOException failed) {
            tell(String.valueOf(failed.getMessage()));
            return ExitCode.SOFTWARE;
        }
    }

    /** Helidon would look for services in every jar, at each start; a gateway from the shell needs none of them. */
    private static void findNoServices() {
        ServiceRegistryConfig none = ServiceRegistryConfig.builder()
                .discoverServices(false)
                .discoverServicesFromServiceLoader(false)
                .build();
        Services.registry(ServiceRegistryManager.create(none).registry());
    }

    private static @Nullable Proxy program(Task task, List<String> mistakes) throws IOException {
        try {
            return task.program();
        } catch (ProgramException wrong) {
            mistakes.addAll(wrong.mistakes());
            return null;
        }
    }

    private int refuse(List<String> mistakes) {
        mistakes.forEach(this::tell);
        return ExitCode.USAGE;
    }

    private void tell(String message) {
        line.getErr().println("sluice: " + message);
    }
}
