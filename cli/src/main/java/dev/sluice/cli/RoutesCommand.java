package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Table;
import dev.sluice.cli.line.Task;
import dev.sluice.model.Flow;
import java.util.List;
import java.util.stream.Collectors;

/** {@code sluice routes}: prints a table of the routes of a gateway. */
final class RoutesCommand implements Task {
    private final Options options = new Options();
    private final ModelFile files = new ModelFile(options);
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "routes",
                "Prints a table of the routes of a gateway.",
                "sluice routes FILE...",
                List.of(options),
                List.of("sluice routes gateway.yaml"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return files.action(gateway -> {
            Table table = new Table("ROUTE", "WHEN", "PRIORITY", "STEPS", "END");
            gateway.model().flows().forEach(flow -> table.row(row(flow)));
            System.out.println(table);
            return 0;
        });
    }

    private static String[] row(Flow flow) {
        String steps = flow.steps().stream()
                .map(located -> located.part().type().key())
                .collect(Collectors.joining(" "));
        String priority = flow.priority() == Integer.MIN_VALUE ? "last" : Integer.toString(flow.priority());
        return new String[] {
            flow.name(),
            flow.when().toString(),
            priority,
            steps,
            flow.end().part().describe()
        };
    }
}
