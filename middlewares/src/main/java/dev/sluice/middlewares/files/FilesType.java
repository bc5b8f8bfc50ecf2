package dev.sluice.middlewares.files;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Handler;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code files} as the end of a program. */
public final class FilesType implements TerminalType<FilesOptions> {
    /** The type. */
    public static final FilesType TYPE = new FilesType();

    private static final OptionSpec<FilesOptions, Path> DIRECTORY = required(
            "directory",
            OptionTypes.parsed("path of a directory", Path::of, Path::toString),
            FilesOptions::directory,
            "holds the files");
    private static final OptionSpec<FilesOptions, String> PREFIX = optional(
            "prefix",
            OptionTypes.text(),
            "",
            FilesOptions::prefix,
            "start of the path of a request that is left out, such as /static");
    private static final OptionSpec<FilesOptions, String> INDEX = optional(
            "index",
            OptionTypes.text(),
            FilesOptions.INDEX,
            FilesOptions::index,
            "the file that stands for a directory");
    private static final OptionSpec<FilesOptions, Optional<String>> FALLBACK = optional(
            "fallback",
            OptionTypes.maybe(OptionTypes.text()),
            Optional.empty(),
            FilesOptions::fallback,
            "the file that is served for paths without one whose last segment has no dot");
    private static final OptionSpec<FilesOptions, Boolean> HIDDEN = optional(
            "hidden",
            OptionTypes.flag(),
            false,
            FilesOptions::hidden,
            "whether names that start with a dot are served");
    private static final OptionSpec<FilesOptions, Boolean> PRECOMPRESSED = optional(
            "precompressed",
            OptionTypes.flag(),
            true,
            FilesOptions::precompressed,
            "whether a.js.br and a.js.gz are served for a.js");
    private static final OptionSpec<FilesOptions, Optional<String>> CACHE_CONTROL = optional(
            "cacheControl",
            OptionTypes.maybe(OptionTypes.text()),
            Optional.empty(),
            FilesOptions::cacheControl,
            "the field Cache-Control of files");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public FilesType() {}

    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<OptionSpec<FilesOptions, ?>> options() {
        return List.of(DIRECTORY, PREFIX, INDEX, FALLBACK, HIDDEN, PRECOMPRESSED, CACHE_CONTROL);
    }

    @Override
    public FilesOptions read(OptionValues<FilesOptions> values) {
        return new FilesOptions(
                values.get(DIRECTORY),
                values.get(PREFIX),
                values.get(INDEX),
                values.get(FALLBACK),
                values.get(HIDDEN),
                values.get(PRECOMPRESSED),
                values.get(CACHE_CONTROL));
    }

    @Override
    public List<String> problems(FilesOptions options) {
        Path directory = options.directory();
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            return List.of("directory " + directory + " is no directory that can be read");
        }
        return options.fallback()
                .map(directory::resolve)
                .filter(file -> !Files.isRegularFile(file))
                .map(file -> List.of("fallback " + file + " is no file"))
                .orElse(List.of());
    }

    @Override
    public Handler make(FilesOptions options, Environment environment) {
        return new StaticFiles(options, environment.ticker());
    }

    @Override
    public String describe(FilesOptions options) {
        return "files(" + options.directory() + ")";
    }
}
