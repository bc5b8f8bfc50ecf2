package dev.sluice.cli;

import dev.sluice.Gateway;
import dev.sluice.ProgramException;
import dev.sluice.RunningGateway;
import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Option;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.util.List;
import java.util.stream.Collectors;

/** {@code sluice run}: a gateway as files say, which are read again when they change or SIGHUP comes. */
final class RunCommand implements Task {
    private final Options options = new Options();
    private final ModelFile files = new ModelFile(options);
    private final Option<Boolean> watch =
            options.flag("--watch", "Applies the files when they change; a wrong file changes nothing.");
    private final Option<Boolean> verbose = options.flag("-v", "--verbose", "Logs what the server does.");
    private final Asked asked = new Asked(options);
    private final ObserverSide observers = new ObserverSide();
    private final ClientSide clients = new ClientSide(ClientSide.ALL_ADDRESSES);

    @Override
    public Command command() {
        return new Command(
                "run",
                "Runs a gateway as YAML files say, until it is told to end.",
                "sluice run [OPTIONS] FILE...",
                List.of(options, clients.options(), observers.options()),
                List.of(
                        "sluice run --watch gateway.yaml",
                        "sluice run --listen 127.0.0.1:8080 gateway.yaml local.yaml"));
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        return files.action(gateway -> run(observers.applied(gateway)));
    }

    private int run(Gateway gateway) {
        Logs.configure(verbose.isSet());
        HelidonServices.settle(gateway.model());
        boolean here = clients.tellsWhere() || gateway.model().listeners().isEmpty();
        RunningGateway running = here ? gateway.listen(clients::apply) : gateway.start(false);
        if (watch.isSet()) {
            FileWatch.start(files.paths(), () -> apply(running));
        }
        return Foreground.run(
                running, "sluice: listening on " + (here ? clients.told(running.port()) : told(running)), () -> {
                    ClientSide.reload(running);
                    apply(running);
                });
    }

    private static String told(RunningGateway running) {
        return running.uris().entrySet().stream()
                .map(listener -> listener.getValue() + " (" + listener.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    /** What is wrong is told, and changes nothing. */
    private void apply(RunningGateway running) {
        try {
            running.reload(() -> observers.applied(files.read()))
                    .ifPresent(applied -> System.out.print("sluice: applied " + applied));
        } catch (ProgramException wrong) {
            wrong.mistakes().forEach(mistake -> System.err.println("sluice: not applied: " + mistake));
        } catch (IllegalStateException failed) {
            System.err.println("sluice: not applied: " + failed.getMessage());
        }
    }
}
