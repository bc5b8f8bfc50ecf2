package dev.sluice.cli.remote;

import dev.sluice.cli.line.Asked;
import dev.sluice.cli.line.Command;
import dev.sluice.cli.line.Options;
import dev.sluice.cli.line.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code sluice ctl}: asks and steers a running gateway by its admin API. Each of its commands is a {@link Verb}. */
public final class CtlCommand implements Task {
    private final Options options = new Options();
    private final Remote remote = new Remote();
    private final Asked asked = new Asked(options);

    /** In the order of the help. */
    @Override
    public Map<String, Supplier<Task>> commands() {
        Map<String, Supplier<Task>> all = new LinkedHashMap<>();
        all.put("status", GatewayVerbs::status);
        all.put("routes", GatewayVerbs::routes);
        all.put("pools", PoolVerbs::pools);
        all.put("members", PoolVerbs::members);
        all.put("drain", PoolVerbs::drain);
        all.put("undrain", PoolVerbs::undrain);
        all.put("down", PoolVerbs::down);
        all.put("up", PoolVerbs::up);
        all.put("register", PoolVerbs::register);
        all.put("plan", ModelVerbs::plan);
        all.put("apply", ModelVerbs::apply);
        all.put("rollback", ModelVerbs::rollback);
        all.put("history", ModelVerbs::history);
        all.put("show", ModelVerbs::show);
        all.put("explain", ModelVerbs::explain);
        all.put("journal", JournalVerbs::journal);
        all.put("failures", JournalVerbs::failures);
        all.put("breakers", GuardVerbs::breakers);
        all.put("limits", GuardVerbs::limits);
        all.put("stats", GatewayVerbs::stats);
        all.put("log", GatewayVerbs::log);
        all.put("openapi", GatewayVerbs::openapi);
        return all;
    }

    @Override
    public Command command() {
        return new Command(
                "ctl",
                "Asks and steers a running gateway by its admin listener.",
                "sluice ctl [OPTIONS] COMMAND",
                List.of(options, remote.options()),
                List.of(
                        "sluice ctl status",
                        "sluice ctl drain api http://10.0.0.7:8080 --for 30s",
                        "sluice ctl journal --follow --failed",
                        "sluice help ctl members add"),
                commands().values().stream().map(verb -> verb.get().command()).toList());
    }

    @Override
    public Asked asked() {
        return asked;
    }

    @Override
    public Action action() {
        throw new IllegalArgumentException("needs a command, such as status; sluice ctl --help names them");
    }
}
