package dev.sluice.middlewares.pages;

import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.nio.file.Path;
import java.util.Optional;

/** Types of options that both steps with pages have. */
final class PageOptions {
    private PageOptions() {}

    static OptionType<Optional<Path>> path() {
        return OptionTypes.maybe(OptionTypes.parsed("path of a file", Path::of, Path::toString));
    }
}
