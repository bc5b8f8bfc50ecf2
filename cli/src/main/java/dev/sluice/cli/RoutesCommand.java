package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import dev.sluice.model.Flow;
import java.util.ArrayList;
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
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ROUTE", "WHEN", "PRIORITY", "STEPS", "END"));
            gateway.model().flows().forEach(flow -> rows.add(row(flow)));
            print(rows);
            return 0;
        });
    }

    private static List<String> row(Flow flow) {
        String steps = flow.steps().stream()
                .map(located -> located.part().type().key())
                .collect(Collectors.joining(" "));
        String priority = flow.priority() == Integer.MIN_VALUE ? "last" : Integer.toString(flow.priority());
        return List.of(
                flow.name(),
                flow.when().toString(),
                priority,
                steps,
                flow.end().part().describe());
    }

    private static void print(List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(one -> one.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }
}
