package dev.sluice.cli;

import dev.sluice.Gateway;
import dev.sluice.ProgramException;
import dev.sluice.Sluice;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The YAML files of a command, as operands. */
final class ModelFile {
    private static final int WRONG = 1;

    private static final String URL = "://";

    private final Option<List<String>> operands;
    private final Option<String> profile;

    ModelFile(Options options) {
        this(options, "FILE");
    }

    ModelFile(Options options, String label) {
        operands = options.operands(label, text -> text, "The gateway as YAML; of several files the later win.");
        profile = options.value(
                "--profile", "NAME", text -> text, "Reads NAME's files too: gateway-NAME.yaml behind gateway.yaml.");
    }

    /** In the order in which they win, those of the profile behind those that they belong to. */
    List<Path> paths() {
        List<Path> all = new ArrayList<>();
        for (String operand : operands.or(List.of())) {
            if (!operand.contains(URL)) {
                all.add(Path.of(operand));
                profile.ifSet(name -> all.addAll(ofProfile(name, operand)));
            }
        }
        return all;
    }

    /** A file that has no such one beside it is the same in every profile. */
    private static List<Path> ofProfile(String name, String file) {
        int dot = file.lastIndexOf('.');
        Path beside = Path.of(dot < 0 ? file + "-" + name : file.substring(0, dot) + "-" + name + file.substring(dot));
        return Files.exists(beside) ? List.of(beside) : List.of();
    }

    /** The operands that are no files. */
    List<String> urls() {
        return operands.or(List.of()).stream()
                .filter(operand -> operand.contains(URL))
                .toList();
    }

    /**
     * Reads and checks them.
     *
     * @throws IllegalArgumentException if there is none
     * @throws ProgramException naming every mistake in them
     */
    Gateway read() {
        List<Path> all = paths();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("needs a file, such as gateway.yaml; sluice init writes one");
        }
        profile.ifSet(name -> {
            if (all.size() == operands.or(List.of()).size() - urls().size()) {
                throw new IllegalArgumentException(
                        "--profile " + name + ": there is no file of this profile beside " + all);
            }
        });
        Gateway gateway =
                Sluice.gateway(all.getFirst(), all.subList(1, all.size()).toArray(Path[]::new));
        gateway.check();
        return gateway;
    }

    /** An action on them; what is wrong in them is told line by line, and the exit code is 1. */
    Task.Action action(Use use) {
        if (paths().isEmpty()) {
            read();
        }
        return () -> {
            Optional<Gateway> gateway = told();
            return gateway.isPresent() ? use.of(gateway.get()) : WRONG;
        };
    }

    private Optional<Gateway> told() {
        try {
            return Optional.of(read());
        } catch (ProgramException wrong) {
            wrong.mistakes().forEach(mistake -> System.err.println("sluice: " + mistake));
            return Optional.empty();
        }
    }

    /** What is done with a gateway. */
    @FunctionalInterface
    interface Use {
        /** Does it, and gives the exit code. */
        int of(Gateway gateway);
    }
}
