package dev.sluice.middlewares.rewrite;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.syntax.DotSegments;
import dev.sluice.expression.Substitution;
import dev.sluice.routing.Template;
import io.helidon.http.Status;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Changes the target of requests before they are passed on. {@code OPTIONS *} and CONNECT, which have no path, are not
 * changed. Stateless.
 *
 * <p>A path with the segments {@code .} or {@code ..}, also encoded, is answered 400 with the reason {@code
 * ambiguous-target}: checked before the rewrite, since {@code /api/../admin} starts with {@code /api} but means {@code
 * /admin} to an upstream that resolves it, and after, since a regular expression can make such a path ({@code
 * ^/api(.*)} of {@code /api../admin}).
 */
public final class Rewrite implements Middleware {
    private final RewriteOptions options;
    private final List<BiFunction<Target, Request, Target>> steps;

    /**
     * A rewrite.
     *
     * @param options what to do to targets
     */
    public Rewrite(RewriteOptions options) {
        this.options = options;
        this.steps = options.steps().stream().map(Rewrite::step).toList();
    }

    private static BiFunction<Target, Request, Target> step(Rewriting rewriting) {
        return switch (rewriting) {
            case Rewriting.StripPrefix strip -> (target, request) -> target.withoutPrefix(strip.prefix());
            case Rewriting.AddPrefix add -> {
                Function<Request, String> prefix = path(add.prefix());
                yield (target, request) -> target.withPrefix(prefix.apply(request));
            }
            case Rewriting.ReplacePath replace -> {
                Function<Request, String> path = path(replace.path());
                yield (target, request) -> target.withPath(path.apply(request));
            }
            case Rewriting.RegexPath regex -> {
                Substitution substitution = regex.substitution();
                yield (target, request) -> target.with(substitution);
            }
        };
    }

    private static Function<Request, String> path(String text) {
        return Template.in(text)
                .<Function<Request, String>>map(template -> request -> template.expand(request, Template.Place.PATH))
                .orElse(request -> text);
    }

    @Override
    public Response handle(Request request, Handler next) {
        if (!request.target().startsWith("/")) {
            return next.handle(request);
        }
        String rewritten = rewritten(request);
        if (isAmbiguous(request.target()) || isAmbiguous(rewritten)) {
            return Response.problem(
                    Status.BAD_REQUEST_400, Reason.AMBIGUOUS_TARGET, "the path must not have the segments . and ..");
        }
        return next.handle(request.withHead(request.head().withTarget(rewritten)));
    }

    private String rewritten(Request request) {
        Target target = Target.of(request.target());
        for (BiFunction<Target, Request, Target> step : steps) {
            target = step.apply(target, request);
        }
        return target.text();
    }

    private boolean isAmbiguous(String target) {
        return !options.allowDotSegments() && DotSegments.in(target);
    }

    @Override
    public String describe() {
        return RewriteType.TYPE.describe(options);
    }
}
