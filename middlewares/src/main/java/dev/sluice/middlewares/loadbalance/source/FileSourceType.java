package dev.sluice.middlewares.loadbalance.source;

import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.SourceType;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.nio.file.Path;
import java.util.List;

/** Members that a file names: {@code file} in programs. */
public final class FileSourceType implements SourceType<FileSourceType.Options> {
    /** The type. */
    public static final FileSourceType TYPE = new FileSourceType();

    private static final OptionSpec<Options, Path> PATH = required(
            "path",
            OptionTypes.parsed("path of a file", Path::of, Path::toString),
            Options::path,
            "a file with a member a line: its URL, and its weight, priority and metadata as words");

    /**
     * The options.
     *
     * @param path of a file with a member a line, relative to where the program was started
     */
    public record Options(Path path) {}

    /** For {@link java.util.ServiceLoader}; programs use {@link FileSource#of}. */
    public FileSourceType() {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public List<OptionSpec<Options, ?>> options() {
        return List.of(PATH);
    }

    @Override
    public Options read(OptionValues<Options> values) {
        return new Options(values.get(PATH));
    }

    @Override
    public String describe(Options options) {
        return "file(" + options.path() + ")";
    }

    @Override
    public MemberSource make(Options options, Environment environment) {
        return new FileSource(options.path());
    }
}
