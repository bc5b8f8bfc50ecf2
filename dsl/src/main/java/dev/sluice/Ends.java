package dev.sluice;

import dev.sluice.core.Handler;
import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.ends.ForwardType;
import dev.sluice.ends.HandleType;
import dev.sluice.ends.RedirectToType;
import dev.sluice.ends.RespondType;
import dev.sluice.forwarder.ForwarderOptions;
import dev.sluice.middlewares.files.FilesOptions;
import dev.sluice.middlewares.files.FilesType;
import dev.sluice.model.TerminalType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a pipeline ends: where its requests go, or what they are answered with.
 *
 * @param <T> what it is then
 */
public interface Ends<T> {
    /**
     * Ends it in any way: what all methods here do.
     *
     * @param type the kind of end
     * @param options makes the checked options; what it throws is a mistake of the program
     * @param <O> the options
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    <O> T end(TerminalType<O> type, Supplier<O> options);

    /**
     * Forwards to one upstream.
     *
     * @param url {@code http://host[:port][/base]}
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T forward(String url) {
        return forward(url, options -> {});
    }

    /**
     * Forwards to one upstream.
     *
     * @param url {@code http://host[:port][/base]}
     * @param options timeouts, pass host, TLS
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T forward(String url, Consumer<ForwarderOptions.Builder> options) {
        return forward(() -> Upstream.of(Steps.given("url", url)), options);
    }

    /**
     * Forwards to one upstream.
     *
     * @param upstream where to
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T forward(Upstream upstream) {
        return forward(() -> Steps.given("upstream", upstream), options -> {});
    }

    private T forward(Supplier<Upstream> to, Consumer<ForwarderOptions.Builder> options) {
        return end(ForwardType.TYPE, () -> {
            Mistakes mistakes = new Mistakes();
            Optional<Upstream> upstream = mistakes.made(to);
            Optional<ForwarderOptions> forwarding = mistakes.made(
                    () -> Steps.with(ForwarderOptions.builder(), options).build());
            mistakes.throwIfAny();
            return new ForwardType.Forward(upstream, forwarding.orElseThrow());
        });
    }

    /**
     * Answers every request with the same text.
     *
     * @param status 200 to 599
     * @param contentType such as {@code application/json}
     * @param body the text, sent as UTF-8
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T respond(int status, String contentType, String body) {
        return respond(status, contentType, body, Map.of());
    }

    /**
     * Answers every request with the same text and fields.
     *
     * @param status 200 to 599
     * @param contentType such as {@code application/json}
     * @param body the text, sent as UTF-8
     * @param headers fields by their names, such as {@code Cache-Control}
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T respond(int status, String contentType, String body, Map<String, String> headers) {
        return end(
                RespondType.TYPE,
                () -> new RespondType.Respond(
                        status,
                        Optional.of(Steps.given("contentType", contentType)),
                        Steps.given("body", body),
                        Steps.given("headers", headers)));
    }

    /**
     * Answers every request with a status alone.
     *
     * @param status 200 to 599
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T respond(int status) {
        return end(RespondType.TYPE, () -> new RespondType.Respond(status, Optional.empty(), "", Map.of()));
    }

    /**
     * Sends every client elsewhere. The query of the request is kept.
     *
     * {@snippet :
     * g.route("old", path("/old/{rest...}"), r -> r.redirect(308, "/new/{rest}"));
     * }
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a URL or a path, encoded; <code>{name}</code> stands for what the route has captured, encoded
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T redirect(int status, String location) {
        return redirect(status, location, true);
    }

    /**
     * Sends every client elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a URL or a path, encoded; <code>{name}</code> stands for what the route has captured, encoded
     * @param keepQuery whether the query of the request is added to the location
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T redirect(int status, String location, boolean keepQuery) {
        return end(
                RedirectToType.TYPE, () -> new RedirectToType.To(status, Steps.given("location", location), keepQuery));
    }

    /**
     * Serves files of a directory.
     *
     * @param directory whose {@code index.html} files stand for directories
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T files(Path directory) {
        return files(directory, options -> {});
    }

    /**
     * Serves files of a directory.
     *
     * {@snippet :
     * g.route("site", pathPrefix("/docs"), r -> r.files(Path.of("/srv/site"), f -> f.prefix("/docs")));
     * }
     *
     * @param directory holds the files
     * @param options prefix, index, fallback
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T files(Path directory, Consumer<FilesOptions.Builder> options) {
        return end(
                FilesType.TYPE,
                () -> Steps.with(FilesOptions.builder(Steps.given("directory", directory)), options)
                        .build());
    }

    /**
     * Answers by a handler of one's own, or by another {@link Proxy}. It stays its owner's to close.
     *
     * @param handler a lambda or an instance
     * @return the ended program, or the route
     * @throws ProgramException naming every mistake of the program, if this ends it
     */
    default T handle(Handler handler) {
        return end(HandleType.TYPE, () -> new HandleType.Own(Steps.given("handler", handler)));
    }
}
