package dev.sluice.cli;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.util.List;

/** {@code sluice check}: reads a gateway and tells every mistake, without starting it. */
final class CheckCommand implements Task {
    private final Options options = new Options();
    private final ModelFile files = new ModelFile(options);
    private final Asked asked = new Asked(options);

    @Override
    public Command command() {
        return new Command(
                "check",
                "Reads a gateway and tells every mistake, without starting it.",
                "sluice check FILE...",
                List.of(options),
                List.of("sluice check gateway.yaml", "sluice check gateway.yaml production.yaml"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return files.action(gateway -> {
            gateway.model().findings().forEach(finding -> System.err.println("sluice: warning: " + finding));
            int routes = gateway.model().flows().size();
            int pools = gateway.model().pools().size();
            System.out.println("ok: " + routes + (routes == 1 ? " route, " : " routes, ") + pools
                    + (pools == 1 ? " pool" : " pools"));
            return 0;
        });
    }
}
