package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.util.List;

/** {@code sluice explain}: says which route a request would take, why not the others, and what it would meet. */
final class ExplainCommand implements Task {
    private final Options options = new Options();
    private final ModelFile files = new ModelFile(options, "FILE... URL");
    private final Option<String> method =
            options.value("-X", "METHOD", text -> text, "The method of the request. Default: GET.");
    private final Option<List<String>> fields =
            options.values("-H", "FIELD", text -> text, "A field of it, such as 'X-Beta: 1'. May be repeated.");
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "explain",
                "Says which route a request would take, why not the others, and what it would meet.",
                "sluice explain FILE... [-X METHOD] URL [-H FIELD]",
                List.of(options),
                List.of("sluice explain gateway.yaml -X POST https://api.example.com/orders -H 'X-Beta: 1'"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        if (files.urls().size() != 1) {
            throw new IllegalArgumentException("needs one URL to explain, such as https://api.example.com/orders/7");
        }
        String target = files.urls().getFirst();
        return files.action(gateway -> {
            System.out.print(gateway.explain(
                    method.or("GET"), target, fields.or(List.of()).toArray(String[]::new)));
            return 0;
        });
    }
}
