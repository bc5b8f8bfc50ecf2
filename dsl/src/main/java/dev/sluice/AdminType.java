package dev.sluice;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionTypes.maybe;
import static dev.sluice.model.option.OptionTypes.nested;

import dev.sluice.model.SettingType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.server.TlsFiles;
import dev.sluice.server.TlsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code admin}: the listener for those who look after a gateway. */
public final class AdminType implements SettingType<AdminOptions> {
    /** The type. */
    public static final AdminType TYPE = new AdminType();

    private static final OptionSpec<AdminOptions, Integer> PORT = optional(
            "port",
            OptionTypes.integer(0),
            AdminOptions.DEFAULT_PORT,
            AdminOptions::port,
            "where it listens; 0 takes a free port");
    private static final OptionSpec<AdminOptions, String> HOST = optional(
            "host",
            OptionTypes.text(),
            AdminOptions.DEFAULT_HOST,
            AdminOptions::host,
            "the address; one that other machines reach needs tls, or exposed");
    private static final OptionSpec<AdminOptions, Optional<TlsOptions>> TLS = optional(
            "tls",
            maybe(nested(TlsSpecs.TYPE)),
            Optional.empty(),
            AdminOptions::tls,
            "certificates and client authentication, as those of listeners");
    private static final OptionSpec<AdminOptions, Optional<Path>> TOKEN_FILE = optional(
            "tokenFile",
            maybe(TlsSpecs.FILE),
            Optional.empty(),
            AdminOptions::tokenFile,
            "its first line is the token that requests must bring; made if it is missing; ~/.sluice/admin-token if not given");
    private static final OptionSpec<AdminOptions, List<String>> HOSTS = optional(
            "hosts",
            OptionTypes.listOf(OptionTypes.text()),
            List.of(),
            AdminOptions::hosts,
            "names by which it may be asked, beside its address and localhost");
    private static final OptionSpec<AdminOptions, Boolean> EXPOSED = optional(
            "exposed",
            OptionTypes.flag(),
            false,
            AdminOptions::exposed,
            "whether the address may be one that other machines reach without tls");
    private static final OptionSpec<AdminOptions, Boolean> DUMPS = optional(
            "dumps",
            OptionTypes.flag(),
            false,
            AdminOptions::dumps,
            "whether dumps of threads and heap may be asked for, which show what is in memory");
    private static final OptionSpec<AdminOptions, Integer> ENTRIES = optional(
            "entries",
            OptionTypes.integer(1),
            AdminOptions.DEFAULT_ENTRIES,
            AdminOptions::entries,
            "decisions that are remembered");
    private static final OptionSpec<AdminOptions, Integer> FAILURES = optional(
            "failures",
            OptionTypes.integer(1),
            AdminOptions.DEFAULT_FAILURES,
            AdminOptions::failures,
            "refused and failed exchanges that are remembered, with their decisions");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public AdminType() {}

    @Override
    public String name() {
        return "admin";
    }

    @Override
    public String about() {
        return "the listener for metrics, health, the admin API and the dashboard";
    }

    @Override
    public List<OptionSpec<AdminOptions, ?>> options() {
        return List.of(HOST, PORT, TLS, TOKEN_FILE, HOSTS, EXPOSED, DUMPS, ENTRIES, FAILURES);
    }

    @Override
    public AdminOptions read(OptionValues<AdminOptions> values) {
        return new AdminOptions(
                values.get(HOST),
                values.get(PORT),
                values.get(TLS),
                values.get(TOKEN_FILE),
                values.get(HOSTS),
                values.get(EXPOSED),
                values.get(DUMPS),
                values.get(ENTRIES),
                values.get(FAILURES));
    }

    @Override
    public List<String> problems(AdminOptions options) {
        List<String> problems = new ArrayList<>(options.access().problems());
        options.tls()
                .ifPresent(tls ->
                        TlsFiles.problems(tls, ListenerType.now()).forEach(problem -> problems.add("tls: " + problem)));
        return problems;
    }

    @Override
    public String describe(AdminOptions options) {
        return "admin(" + options.host() + ":" + options.port() + (options.tls().isPresent() ? ", tls" : "")
                + (options.exposed() ? ", exposed" : "")
                + (options.dumps() ? ", dumps" : "") + ")";
    }
}
