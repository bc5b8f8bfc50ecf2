package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.config.ModelSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code sluice init}: writes a commented gateway to start from, and beside it the schema that its first line names. */
final class InitCommand implements Task {
    private final Options options = new Options();
    private final Option<List<Path>> files = options.operands("FILE", Path::of, "Where to. Default: gateway.yaml.");
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "init",
                "Writes a commented gateway to start from, and its JSON Schema for editors.",
                "sluice init [FILE]",
                List.of(options),
                List.of("sluice init", "sluice init my-gateway.yaml"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        List<Path> named = files.or(List.of(Path.of("gateway.yaml")));
        if (named.size() > 1) {
            throw new IllegalArgumentException("init writes one file, not " + named.size());
        }
        return () -> write(named.getFirst());
    }

    private static int write(Path file) throws IOException {
        try (InputStream starter = InitCommand.class.getResourceAsStream("starter.yaml")) {
            if (starter == null) {
                throw new IllegalStateException("the starter file is not part of this build");
            }
            Files.write(file, starter.readAllBytes(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException exists) {
            throw new IllegalStateException(file + " is there already, and is left as it is", exists);
        }
        writeSchema(file.resolveSibling("gateway.schema.json"));
        System.out.println("wrote " + file + "; try: sluice check " + file + " && sluice run --watch " + file);
        return 0;
    }

    /** One that is there is left as it is: {@code sluice schema} prints that of this version. */
    private static void writeSchema(Path file) throws IOException {
        try {
            Files.writeString(file, ModelSchema.json(), StandardOpenOption.CREATE_NEW);
            System.out.println("wrote " + file + ", for editors");
        } catch (FileAlreadyExistsException exists) {
            System.out.println("left " + file + " as it is");
        }
    }
}
