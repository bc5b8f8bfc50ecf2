package dev.sluice.middlewares.files;

import dev.sluice.core.Fields;
import dev.sluice.core.options.Mistakes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files {@link StaticFiles} serves, and how. Immutable.
 *
 * @param directory holds the files
 * @param prefix start of the path of a request that is left out, such as {@code /static}
 * @param index the file that stands for a directory; empty for none
 * @param fallback the file, inside the directory, that is served for paths without one whose last segment has no dot; empty
 *     for 404
 * @param hidden whether files and directories whose names start with a dot are served
 * @param precompressed whether {@code a.js.br} and {@code a.js.gz} are served for {@code a.js}, to clients that take them
 * @param cacheControl the field {@code Cache-Control} of files; empty for none
 */
public record FilesOptions(
        Path directory,
        String prefix,
        String index,
        Optional<String> fallback,
        boolean hidden,
        boolean precompressed,
        Optional<String> cacheControl) {
    static final String INDEX = "index.html";

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming every option that is wrong, and its value
     */
    public FilesOptions {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                prefix.isEmpty() || isPrefix(prefix),
                "prefix '" + prefix + "' must start with /, not end with one, and be without escapes");
        mistakes.unless(index.isEmpty() || isName(index), "index '" + index + "' must be the name of a file");
        fallback.ifPresent(file -> mistakes.unless(
                FilePath.plain("/" + file).isPresent(), "fallback '" + file + "' must be inside the directory"));
        cacheControl.ifPresent(value -> mistakes.under("cacheControl", () -> Fields.of("Cache-Control", value)));
        mistakes.throwIfAny();
    }

    private static boolean isPrefix(String text) {
        return !text.contains("%")
                && !text.endsWith("/")
                && FilePath.plain(text).isPresent();
    }

    private static boolean isName(String text) {
        return !text.contains("/") && FilePath.plain("/" + text).isPresent();
    }

    /**
     * Starts from a directory whose {@code index.html} files stand for directories.
     *
     * @param directory holds the files
     * @return a builder
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private Path directory;
        private String prefix = "";
        private String index = INDEX;
        private Optional<String> fallback = Optional.empty();
        private boolean hidden;
        private boolean precompressed = true;
        private Optional<String> cacheControl = Optional.empty();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Another directory.
         *
         * @param location holds the files; may be a symbolic link, which is followed for each request
         * @return this
         */
        public Builder directory(Path location) {
            directory = location;
            return this;
        }

        /**
         * Leaves out the start of the path of a request: with {@code /static} the file of {@code /static/a.css} is {@code
         * a.css}. Requests for other paths are answered 404.
         *
         * @param path by default nothing
         * @return this
         */
        public Builder prefix(String path) {
            prefix = path;
            return this;
        }

        /**
         * The file that stands for a directory. Directories are never listed.
         *
         * @param name by default {@code index.html}; empty for none
         * @return this
         */
        public Builder index(String name) {
            index = name;
            return this;
        }

        /**
         * Serves a file for paths without one, as applications want whose pages are drawn in the browser. Paths whose last
         * segment has a dot stay 404, so that a missing script is not answered with a page.
         *
         * @param file inside the directory, such as {@code index.html}
         * @return this
         */
        public Builder fallback(String file) {
            fallback = Optional.of(file);
            return this;
        }

        /**
         * Whether names that start with a dot are served, such as {@code .well-known}.
         *
         * @param served by default false
         * @return this
         */
        public Builder hidden(boolean served) {
            hidden = served;
            return this;
        }

        /**
         * Whether a compressed twin, {@code a.js.br} or {@code a.js.gz}, is served for {@code a.js} to clients that take it.
         * One that is older than the file is left alone.
         *
         * @param served by default true
         * @return this
         */
        public Builder precompressed(boolean served) {
            precompressed = served;
            return this;
        }

        /**
         * The field {@code Cache-Control} of files.
         *
         * @param value such as {@code max-age=3600}; by default there is none
         * @return this
         */
        public Builder cacheControl(String value) {
            cacheControl = Optional.of(value);
            return this;
        }

        /**
         * The result.
         *
         * @return checked options
         * @throws IllegalArgumentException naming every option that is wrong, and its value
         */
        public FilesOptions build() {
            return new FilesOptions(directory, prefix, index, fallback, hidden, precompressed, cacheControl);
        }
    }
}
