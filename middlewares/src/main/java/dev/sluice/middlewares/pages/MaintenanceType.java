package dev.sluice.middlewares.pages;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code maintenance} as a step of a program. */
public final class MaintenanceType implements StepType<MaintenanceOptions> {
    /** The type. */
    public static final MaintenanceType TYPE = new MaintenanceType();

    private static final OptionSpec<MaintenanceOptions, Boolean> ON =
            optional("on", OptionTypes.flag(), true, MaintenanceOptions::on, "whether clients are kept out");
    private static final OptionSpec<MaintenanceOptions, Optional<Path>> WHILE_EXISTS = optional(
            "whileExists",
            PageOptions.path(),
            Optional.empty(),
            MaintenanceOptions::whileExists,
            "clients are kept out only while this file exists");
    private static final OptionSpec<MaintenanceOptions, List<Cidr>> ALLOW = optional(
            "allow",
            OptionTypes.listOf(OptionKinds.cidr()),
            List.of(),
            MaintenanceOptions::allow,
            "ranges of those who may come in all the same");
    private static final OptionSpec<MaintenanceOptions, Duration> RETRY_AFTER = optional(
            "retryAfter",
            OptionTypes.duration(),
            MaintenanceOptions.RETRY_AFTER,
            MaintenanceOptions::retryAfter,
            "when clients may come again; 0 to say nothing of it");
    private static final OptionSpec<MaintenanceOptions, String> BODY = optional(
            "body",
            OptionTypes.text(),
            "",
            MaintenanceOptions::body,
            "the page, with {status}, {reason} and {request-id}; a line of text if there is none");
    private static final OptionSpec<MaintenanceOptions, String> CONTENT_TYPE = optional(
            "contentType", OptionTypes.text(), Page.HTML, MaintenanceOptions::contentType, "the type of the page");
    private static final OptionSpec<MaintenanceOptions, Optional<Path>> FILE = optional(
            "file", PageOptions.path(), Optional.empty(), MaintenanceOptions::file, "holds the page; read at start");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public MaintenanceType() {}

    @Override
    public String name() {
        return "maintenance";
    }

    @Override
    public List<OptionSpec<MaintenanceOptions, ?>> options() {
        return List.of(ON, WHILE_EXISTS, ALLOW, RETRY_AFTER, BODY, CONTENT_TYPE, FILE);
    }

    @Override
    public MaintenanceOptions read(OptionValues<MaintenanceOptions> values) {
        return new MaintenanceOptions(
                values.get(ON),
                values.get(WHILE_EXISTS),
                values.get(ALLOW),
                values.get(RETRY_AFTER),
                values.get(BODY),
                values.get(CONTENT_TYPE),
                values.get(FILE));
    }

    @Override
    public List<String> problems(MaintenanceOptions options) {
        return options.file().map(Page::problems).orElse(List.of());
    }

    @Override
    public Middleware make(MaintenanceOptions options, Environment environment) {
        return new Maintenance(options, environment.ticker());
    }

    @Override
    public boolean gates(MaintenanceOptions options) {
        return true;
    }

    @Override
    public String describe(MaintenanceOptions options) {
        String when =
                options.whileExists().map(file -> "while " + file + " exists").orElse("on");
        return "maintenance(" + (options.on() ? when : "off") + ")";
    }
}
