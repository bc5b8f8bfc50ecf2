package dev.sluice.cli;

import dev.sluice.config.ModelSchema;
import java.util.List;

/** {@code sluice schema}: prints the JSON Schema of gateway files, by which editors complete and check them. */
final class SchemaCommand implements Task {
    private final Options options = new Options();
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "schema",
                "Prints the JSON Schema of gateway files, by which editors complete and check them.",
                "sluice schema",
                List.of(options),
                List.of("sluice schema > gateway.schema.json"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return () -> {
            System.out.print(ModelSchema.json());
            return 0;
        };
    }
}
