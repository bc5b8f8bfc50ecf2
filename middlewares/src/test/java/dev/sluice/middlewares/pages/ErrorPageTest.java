package dev.sluice.middlewares.pages;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.options.MistakesException;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorPageTest implements MiddlewareContract {
    private static final Handler NO_ROUTE =
            request -> Response.problem(Status.NOT_FOUND_404, Reason.NO_ROUTE, "no route takes this request");

    @Override
    public Middleware middleware() {
        return page(options -> options.statuses("4xx", "5xx").upstreams(true));
    }

    private static ErrorPage page(UnaryOperator<ErrorPageOptions.Builder> options) {
        return new ErrorPage(options.apply(ErrorPageOptions.builder()).build());
    }

    private static Response fromUpstream(Status status, Fields fields, Body body) {
        Provenance provenance =
                new Provenance(Optional.of(Upstream.of("http://a:8080")), 1, "", Provenance.Timings.NONE);
        return Response.of(status, fields, body).withProvenance(provenance);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        ErrorPageOptions options = ErrorPageOptions.builder()
                .statuses("404", "500-503")
                .body("<h1>{status} {reason}</h1><p>{request-id}</p>")
                .build();
        Handler handler = new ErrorPage(options)
                .around(request ->
                        Response.problem(Status.NOT_FOUND_404, Reason.NO_ROUTE, "no route takes this request"));
        Response answer = handler.handle(get("/").withFields(Fields.of("X-Request-Id", "abc-1")));
        assertThat(answer.fields()).isEqualTo(Fields.of("Content-Type", "text/html; charset=utf-8"));
        assertThat(answer.provenance().reason()).isEqualTo("no-route");
        assertThat(send(answer)).isEqualTo("<h1>404 Not Found</h1><p>abc-1</p>");
    }

    @ParameterizedTest
    @CsvSource({
        "404, 404, true",
        "404, 405, false",
        "5xx, 500, true",
        "5xx, 599, true",
        "5xx, 499, false",
        "500-503, 503, true",
        "500-503, 504, false",
    })
    void holdsForTheStatusesThatAreGiven(String range, int status, boolean shown) {
        Response answer = page(options -> options.statuses(range).body("page"))
                .handle(get("/"), request -> Response.problem(Status.create(status), "x", "line"));
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(send(answer)).isEqualTo(shown ? "page" : "line");
    }

    @Test
    void showsStatusAndReasonIfNoPageIsGiven() {
        assertThat(send(page(options -> options.statuses("404")).handle(get("/"), NO_ROUTE)))
                .contains("<h1>404 Not Found</h1>");
    }

    @Test
    void letsTheErrorsOfUpstreamsPassUnlessAsked() {
        Handler upstream =
                request -> fromUpstream(Status.INTERNAL_SERVER_ERROR_500, Fields.EMPTY, TrackedBody.of("stack trace"));
        assertThat(send(page(options -> options.statuses("5xx").body("page")).handle(get("/"), upstream)))
                .isEqualTo("stack trace");
    }

    @Test
    void closesTheBodyOfAnUpstreamUnreadAndDropsWhatDescribesIt() {
        TrackedBody trace = TrackedBody.of("stack trace");
        Fields told = Fields.of(
                "Content-Type",
                "text/plain",
                "Content-Encoding",
                "br",
                "Content-Length",
                "11",
                "ETag",
                "\"a\"",
                "Retry-After",
                "5",
                "Set-Cookie",
                "a=b");
        Response answer = page(options -> options.statuses("5xx").body("page").upstreams(true))
                .handle(get("/"), request -> fromUpstream(Status.SERVICE_UNAVAILABLE_503, told, trace));
        trace.assertClosedOnce();
        assertThat(trace.bytesRead()).isZero();
        assertThat(answer.fields())
                .isEqualTo(
                        Fields.of("Retry-After", "5", "Set-Cookie", "a=b", "Content-Type", "text/html; charset=utf-8"));
        assertThat(answer.body().length()).isEqualTo(4);
        assertThat(answer.provenance().upstream()).isPresent();
    }

    @Test
    void leavesAnswersThatAProgramHasWritten() {
        Response answer = page(options -> options.statuses("404").body("page"))
                .handle(get("/"), request -> Response.json(Status.NOT_FOUND_404, "{}"));
        assertThat(send(answer)).isEqualTo("{}");
    }

    @Test
    void holdsForFailuresOfTheNetworkAndForAnswersWithoutABody() {
        Failure refused = new Failure.ConnectFailed("refused");
        Middleware page = page(options -> options.statuses("404", "5xx").body("page"));
        Response failed = page.handle(get("/"), request -> Response.failed(refused, Provenance.LOCAL));
        assertThat(failed.failure()).contains(refused);
        assertThat(send(failed)).isEqualTo("page");
        assertThat(send(page.handle(get("/"), request -> Response.of(Status.NOT_FOUND_404))))
                .isEqualTo("page");
    }

    @Test
    void neverTouchesAnEventStream() {
        Fields stream = Fields.of("Content-Type", "Text/Event-Stream; charset=utf-8");
        TrackedBody body = TrackedBody.ofUnknownLength("data: 1\n\n");
        Response answer = page(options -> options.statuses("5xx").body("page").upstreams(true))
                .handle(get("/"), request -> fromUpstream(Status.BAD_GATEWAY_502, stream, body));
        assertThat(send(answer)).isEqualTo("data: 1\n\n");
    }

    @Test
    void showsAnotherStatusIfAsked() {
        Response answer = page(options ->
                        options.statuses("404").body("{status}").status(200))
                .handle(get("/"), NO_ROUTE);
        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(send(answer)).isEqualTo("404");
    }

    @ParameterizedTest
    @MethodSource("escaped")
    void escapesWhatAClientHasChosenForTheContentType(String type, String id, String shown) {
        Response answer = page(options ->
                        options.statuses("404").contentType(type).body("{request-id}"))
                .handle(get("/").withFields(Fields.of("X-Request-Id", id)), NO_ROUTE);
        assertThat(send(answer)).isEqualTo(shown);
    }

    static Stream<Arguments> escaped() {
        return Stream.of(
                Arguments.of("text/html", "<b>\"{status}\\ a-1", "&#60;b&#62;&#34;&#123;status&#125;&#92; a-1"),
                Arguments.of("application/xml", "<b>", "&#60;b&#62;"),
                Arguments.of("application/problem+json", "<b>\"\\", "\\u003cb\\u003e\\u0022\\u005c"),
                Arguments.of("text/plain", "<b>{status}", "<b>{status}"));
    }

    @Test
    void leavesOtherBracesAndWhatIsNoText() {
        assertThat(send(page(options -> options.statuses("404").body("h1 { color: red } {other} {status}"))
                        .handle(get("/"), NO_ROUTE)))
                .isEqualTo("h1 { color: red } {other} 404");
        assertThat(send(page(options ->
                                options.statuses("404").contentType("image/svg").body("{status}"))
                        .handle(get("/"), NO_ROUTE)))
                .isEqualTo("{status}");
    }

    @Test
    void takesThePageFromAFileThatMustBeThereAtStart(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("error.html");
        ErrorPageOptions options =
                ErrorPageOptions.builder().statuses("404").file(file).build();
        assertThat(ErrorPageType.TYPE.problems(options)).containsExactly("file " + file + " cannot be read");
        assertThatThrownBy(() -> new ErrorPage(options)).hasMessage("file " + file + " cannot be read");
        Files.writeString(file, "from a file: {status}");
        assertThat(ErrorPageType.TYPE.problems(options)).isEmpty();
        assertThat(send(new ErrorPage(options).handle(get("/"), NO_ROUTE))).isEqualTo("from a file: 404");
        Files.write(file, new byte[1024 * 1024 + 1]);
        assertThat(ErrorPageType.TYPE.problems(options)).containsExactly("file " + file + " must be 1 MiB or less");
    }

    @Test
    void asksWhatStandsBehindForThePage() {
        Exchanges.Outcomes first = new Exchanges.Outcomes();
        Exchanges.Outcomes second = new Exchanges.Outcomes();
        TrackedBody body = TrackedBody.of("<p>not here</p>");
        RecordingHandler next = RecordingHandler.inTurn(
                request -> NO_ROUTE.handle(request)
                        .withFields(Fields.of("Retry-After", "5"))
                        .onEnd(first),
                request -> Response.of(
                                Status.OK_200,
                                Fields.of("Content-Type", "text/html", "Cache-Control", "max-age=60"),
                                body)
                        .onEnd(second));
        Request upload = Exchanges.post("/wrong", "text")
                .withFields(
                        Fields.of("Host", "a", "Content-Length", "4", "If-None-Match", "*", "Accept-Language", "de"));
        Response answer = page(options -> options.statuses("404").path("/errors/{status}.html"))
                .handle(upload, next);
        assertThat(first.only().ending().name())
                .as("permits are given back before the page is asked for")
                .isEqualTo("DISCARDED");
        assertThat(next.last().method() + " " + next.last().target()).isEqualTo("GET /errors/404.html");
        assertThat(next.last().fields()).isEqualTo(Fields.of("Host", "a", "Accept-Language", "de"));
        assertThat(next.last().body().length()).isZero();
        assertThat(answer.status().code()).isEqualTo(404);
        assertThat(answer.fields()).isEqualTo(Fields.of("Retry-After", "5", "Content-Type", "text/html"));
        assertThat(answer.provenance().reason()).isEqualTo("no-route");
        assertThat(send(answer)).isEqualTo("<p>not here</p>");
        assertThat(body.closed()).isTrue();
        assertThat(second.only().ending().name()).isEqualTo("SENT");
    }

    @Test
    void showsThePlainPageIfTheOtherRouteFailsToo() {
        TrackedBody wrong = TrackedBody.of("also wrong");
        Failure refused = new Failure.ConnectFailed("refused");
        RecordingHandler next = RecordingHandler.inTurn(
                request -> Response.failed(refused, Provenance.LOCAL),
                request -> fromUpstream(Status.NOT_FOUND_404, Fields.EMPTY, wrong));
        Response answer =
                page(options -> options.statuses("5xx").path("/sorry")).handle(get("/"), next);
        wrong.assertClosedOnce();
        assertThat(answer.status().code()).isEqualTo(502);
        assertThat(answer.failure()).contains(refused);
        assertThat(send(answer)).contains("502 Bad Gateway");
    }

    @Test
    void findsEveryMistakeWhenItIsBuilt() {
        assertThatThrownBy(() -> ErrorPageOptions.builder()
                        .statuses("200", "6xx", "503-500", "abc")
                        .build())
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(4));
        assertThatThrownBy(() -> new ErrorPageOptions(
                        List.of(), "a", "b\n", Optional.empty(), Optional.of("x y"), Optional.of(99), false))
                .isInstanceOfSatisfying(
                        MistakesException.class,
                        wrong -> assertThat(wrong.mistakes()).hasSize(5));
    }
}
