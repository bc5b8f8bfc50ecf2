package dev.sluice.middlewares.files;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.files.Root.Found;
import dev.sluice.middlewares.files.Validators.Result;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Serves files of a directory to {@code GET} and {@code HEAD}, with conditions and single ranges (RFC 9110 §13 and
 * §14); several ranges at a time are answered with the whole file, as a server may.
 *
 * <p>A path leads to no file outside the directory, by no spelling and no symbolic link; directories are not listed,
 * and what is missing, hidden or not readable is 404 alike. Who can write into the directory is trusted: a link that is
 * turned between look and opening is followed.
 *
 * <p>Files are read as they are sent, and never held. Thread-safe; keeps nothing between requests. Costs a few calls of
 * the system for each request.
 */
public final class StaticFiles implements Handler {
    private static final Provenance OURS = Provenance.local(Reason.RESPONDED);

    private final FilesOptions options;
    private final Ticker ticker;
    private final Root root;
    private final List<String> prefix;
    private final Optional<FilePath> fallback;

    /**
     * Files of a directory.
     *
     * @param options which, and how
     * @param ticker the time, which no file is younger than
     */
    public StaticFiles(FilesOptions options, Ticker ticker) {
        this.options = options;
        this.ticker = ticker;
        root = new Root(options.directory());
        prefix = FilePath.plain(options.prefix()).map(FilePath::names).orElse(List.of());
        fallback = options.fallback().flatMap(file -> FilePath.plain("/" + file));
    }

    @Override
    public Response handle(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            Response refused = Response.problem(
                    Status.METHOD_NOT_ALLOWED_405, Reason.METHOD_NOT_ALLOWED, "files are read by GET and HEAD\n");
            return refused.withFields(refused.fields().with("Allow", "GET, HEAD"));
        }
        Optional<FilePath> asked = FilePath.of(request.path(), options.hidden()).flatMap(path -> path.without(prefix));
        return asked.map(path -> served(request, path)).orElseGet(StaticFiles::missing);
    }

    private static Response missing() {
        return Response.problem(Status.NOT_FOUND_404, Reason.NO_FILE, "there is no such file\n");
    }

    private Response served(Request request, FilePath path) {
        Optional<Found> found = root.find(path);
        boolean directory = found.filter(known -> known.facts().isDirectory()).isPresent();
        if (directory && !options.index().isEmpty()) {
            FilePath index = path.file(options.index());
            Optional<Found> page =
                    root.find(index).filter(known -> known.facts().isRegularFile());
            if (page.isPresent()) {
                return path.directory() ? sent(request, index, page.get()) : withSlash(request);
            }
        }
        Optional<Found> file = found.filter(known -> known.facts().isRegularFile() && !path.directory());
        if (file.isPresent()) {
            return sent(request, path, file.get());
        }
        return fallback.filter(page -> !path.looksLikeAFile())
                .flatMap(page -> root.find(page)
                        .filter(known -> known.facts().isRegularFile())
                        .map(known -> sent(request, page, known)))
                .orElseGet(StaticFiles::missing);
    }

    /** Redirects to the path with a slash at its end, so that relative links in the page lead into the directory. */
    private static Response withSlash(Request request) {
        String query = request.target().substring(request.path().length());
        return Response.of(
                        Status.MOVED_PERMANENTLY_301, Fields.of("Location", request.path() + "/" + query), Body.empty())
                .withProvenance(Provenance.local(Reason.REDIRECTED));
    }

    private Response sent(Request request, FilePath path, Found file) {
        FieldsBuilder fields = Fields.builder();
        Found chosen = file;
        String coding = "";
        if (options.precompressed()) {
            for (Coding one : Coding.values()) {
                Optional<Found> twin = twin(path, file, one);
                if (twin.isPresent() && coding.isEmpty() && one.isTakenBy(request.fields())) {
                    coding = one.token();
                    chosen = twin.get();
                }
                if (twin.isPresent()) {
                    fields.set("Vary", "Accept-Encoding");
                }
            }
        }
        Validators validators = Validators.of(
                chosen.facts().lastModifiedTime().toInstant(), chosen.facts().size(), coding, ticker.now());
        fields.add("ETag", validators.tag()).add("Last-Modified", validators.date());
        options.cacheControl().ifPresent(value -> fields.add("Cache-Control", value));
        return switch (validators.of(request.fields())) {
            case Result.FAILED ->
                Response.problem(Status.PRECONDITION_FAILED_412, Reason.PRECONDITION_FAILED, "the file is another\n");
            case Result.NOT_MODIFIED ->
                Response.of(Status.NOT_MODIFIED_304, fields.build(), Body.empty())
                        .withProvenance(OURS);
            case Result.SEND -> {
                if (!coding.isEmpty()) {
                    fields.add("Content-Encoding", coding);
                }
                fields.add("Content-Type", ContentTypes.of(path.names().getLast()))
                        .add("X-Content-Type-Options", "nosniff");
                yield content(request, chosen, validators, fields.add("Accept-Ranges", "bytes"));
            }
        };
    }

    /** A compressed twin that is no older than the file. */
    private Optional<Found> twin(FilePath path, Found file, Coding coding) {
        FilePath directory = new FilePath(path.names().subList(0, path.names().size() - 1), true);
        return root.find(directory.file(path.names().getLast() + coding.suffix()))
                .filter(twin -> twin.facts().isRegularFile()
                        && twin.facts()
                                        .lastModifiedTime()
                                        .compareTo(file.facts().lastModifiedTime())
                                >= 0);
    }

    private static Response content(Request request, Found file, Validators validators, FieldsBuilder fields) {
        long size = file.facts().size();
        ByteRange whole = new ByteRange(0, size - 1);
        Optional<ByteRange> part = request.method().equals("GET") && validators.allowRange(request.fields())
                ? request.fields().first("Range").flatMap(range -> ByteRange.of(range, size))
                : Optional.empty();
        if (part.filter(range -> !range.satisfiable()).isPresent()) {
            Response refused = Response.problem(
                    Status.REQUESTED_RANGE_NOT_SATISFIABLE_416, Reason.RANGE_NOT_SATISFIABLE, "no such part\n");
            return refused.withFields(refused.fields().with("Content-Range", "bytes */" + size));
        }
        part.ifPresent(range -> fields.add("Content-Range", "bytes " + range.from() + "-" + range.to() + "/" + size));
        Status status = part.isPresent() ? Status.PARTIAL_CONTENT_206 : Status.OK_200;
        return opened(file)
                .map(open -> Response.of(status, fields.build(), new FileBody(open, part.orElse(whole)))
                        .withProvenance(OURS))
                .orElseGet(StaticFiles::missing);
    }

    private static Optional<FileChannel> opened(Found file) {
        try {
            return Optional.of(FileChannel.open(file.path(), StandardOpenOption.READ));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
