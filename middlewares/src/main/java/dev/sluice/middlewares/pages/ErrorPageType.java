package dev.sluice.middlewares.pages;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Middleware;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code errorPage} as a step of a program. */
public final class ErrorPageType implements StepType<ErrorPageOptions> {
    /** The type. */
    public static final ErrorPageType TYPE = new ErrorPageType();

    private static final OptionSpec<ErrorPageOptions, List<StatusRange>> STATUSES = required(
            "statuses",
            OptionTypes.listOf(OptionTypes.parsed("404, 5xx or 500-503", StatusRange::of, StatusRange::toString)),
            ErrorPageOptions::statuses,
            "which errors get the page");
    private static final OptionSpec<ErrorPageOptions, String> BODY = optional(
            "body",
            OptionTypes.text(),
            "",
            ErrorPageOptions::body,
            "the page, with {status}, {reason} and {request-id}; a plain one if there is none");
    private static final OptionSpec<ErrorPageOptions, String> CONTENT_TYPE = optional(
            "contentType", OptionTypes.text(), Page.HTML, ErrorPageOptions::contentType, "the type of the page");
    private static final OptionSpec<ErrorPageOptions, Optional<Path>> FILE = optional(
            "file", PageOptions.path(), Optional.empty(), ErrorPageOptions::file, "holds the page; read at start");
    private static final OptionSpec<ErrorPageOptions, Optional<String>> PATH = optional(
            "path",
            OptionTypes.maybe(OptionTypes.text()),
            Optional.empty(),
            ErrorPageOptions::path,
            "where the rest of the pipeline has the page, such as /errors/{status}.html");
    private static final OptionSpec<ErrorPageOptions, Optional<Integer>> STATUS = optional(
            "status",
            OptionTypes.maybe(OptionTypes.integer(200)),
            Optional.empty(),
            ErrorPageOptions::status,
            "what the client sees in place of the status of the error");
    private static final OptionSpec<ErrorPageOptions, Boolean> UPSTREAMS = optional(
            "upstreams",
            OptionTypes.flag(),
            false,
            ErrorPageOptions::upstreams,
            "whether errors of upstreams get the page, too");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public ErrorPageType() {}

    @Override
    public String name() {
        return "errorPage";
    }

    @Override
    public List<OptionSpec<ErrorPageOptions, ?>> options() {
        return List.of(STATUSES, BODY, CONTENT_TYPE, FILE, PATH, STATUS, UPSTREAMS);
    }

    @Override
    public ErrorPageOptions read(OptionValues<ErrorPageOptions> values) {
        return new ErrorPageOptions(
                values.get(STATUSES),
                values.get(BODY),
                values.get(CONTENT_TYPE),
                values.get(FILE),
                values.get(PATH),
                values.get(STATUS),
                values.get(UPSTREAMS));
    }

    @Override
    public List<String> problems(ErrorPageOptions options) {
        return options.file().map(Page::problems).orElse(List.of());
    }

    @Override
    public Middleware make(ErrorPageOptions options, Environment environment) {
        return new ErrorPage(options);
    }

    @Override
    public String describe(ErrorPageOptions options) {
        return "errorPage(" + options.statuses() + (options.upstreams() ? ", of upstreams too" : "") + ")";
    }
}
