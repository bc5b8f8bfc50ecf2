package dev.sluice.middlewares.headers;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest implements MiddlewareContract {
    @Override
    public Middleware middleware() {
        return new Headers(HeadersOptions.builder()
                .request(fields -> fields.set("X-A", "1"))
                .response(fields -> fields.set("X-B", "2"))
                .build());
    }

    private static Fields edited(Fields fields, Consumer<FieldEdits.Builder> edits) {
        FieldEdits.Builder builder = FieldEdits.builder();
        edits.accept(builder);
        return builder.build().apply(fields);
    }

    @Test
    void isWrittenAsInThePackageComment() {
        RecordingHandler handler = RecordingHandler.answering(request ->
                Response.of(Status.OK_200, Fields.of("Server", "x", "X-Frame-Options", "SAMEORIGIN"), Body.empty()));
        HeadersOptions options = HeadersOptions.builder()
                .request(fields -> fields.set("X-Env", "prod").remove("X-Debug"))
                .response(
                        fields -> fields.setIfAbsent("X-Frame-Options", "DENY").remove("Server"))
                .build();
        Handler edited = new Headers(options).around(handler);
        Response response =
                edited.handle(get("/").withFields(Fields.of("X-Debug", "1", "x-env", "test", "X-ENV", "dev")));
        assertThat(handler.last().fields()).isEqualTo(Fields.of("X-Env", "prod"));
        assertThat(response.fields()).isEqualTo(Fields.of("X-Frame-Options", "SAMEORIGIN"));
    }

    @Test
    void addsALineAndKeepsThoseThatAreThere() {
        assertThat(edited(Fields.of("Via", "a"), edits -> edits.add("Via", "b")))
                .isEqualTo(Fields.of("Via", "a", "Via", "b"));
    }

    @Test
    void setsOnlyWhatIsAbsentOrOnlyWhatIsPresent() {
        Fields fields = Fields.of("A", "old");
        assertThat(edited(fields, edits -> edits.setIfAbsent("a", "new").setIfAbsent("B", "new")))
                .isEqualTo(Fields.of("A", "old", "B", "new"));
        assertThat(edited(fields, edits -> edits.setIfPresent("a", "new").setIfPresent("B", "new")))
                .isEqualTo(Fields.of("a", "new"));
    }

    @Test
    void editsInTheOrderInWhichItIsWritten() {
        assertThat(edited(Fields.of("A", "old"), edits -> edits.remove("A").setIfAbsent("A", "new")))
                .isEqualTo(Fields.of("A", "new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer_encoding", "Connection", "UPGRADE"})
    void leavesTheFramingToTheHost(String name) {
        FieldEdits.Builder edits = FieldEdits.builder().remove(name);
        assertThatThrownBy(edits::build).hasMessage("field '" + name + "' belongs to the connection");
    }

    @Test
    void refusesWhatAFieldCannotHoldWhenItIsBuilt() {
        HeadersOptions.Builder options = HeadersOptions.builder()
                .request(edits -> edits.set("a b", "1").set("a", "1\r\nb: 2").set("Via", "x"))
                .response(edits -> edits.remove("TE").remove("Server"));
        assertThatThrownBy(options::build).hasMessage("""
                field name 'a b' is not a token
                the value of field 'a' has a character (code 13) that a field cannot hold
                field 'TE' belongs to the connection
                request must not edit 'Via', which the forwarder writes: use its option via(name)""");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For,    by trusting peers",
        "x_forwarded_host,   by trusting peers",
        "X-Forwarded-Proto,  by trusting peers",
        "X-Forwarded-Port,   by trusting peers",
        "X-Forwarded-Server, by trusting peers",
        "x-real-ip,          by trusting peers",
        "Forwarded,          by trusting peers",
        "VIA,                via(name)",
        "Host,               host(name)",
    })
    void refusesToEditWhatTheForwarderWritesAndSaysWhatToUseInstead(String name, String remedy) {
        for (Consumer<FieldEdits.Builder> edit : List.<Consumer<FieldEdits.Builder>>of(
                edits -> edits.set(name, "x"),
                edits -> edits.add(name, "x"),
                edits -> edits.setIfAbsent(name, "x"),
                edits -> edits.setIfPresent(name, "x"),
                edits -> edits.remove(name))) {
            HeadersOptions.Builder options = HeadersOptions.builder().request(edit);
            assertThatThrownBy(options::build)
                    .hasMessageStartingWith("request must not edit '" + name + "', which the forwarder writes: ")
                    .hasMessageContaining(remedy);
            assertThat(HeadersOptions.builder()
                            .response(edit)
                            .build()
                            .response()
                            .edits())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-User", "x-user", "X_User", "X_USER", "x_User"})
    void whatItRemovesOrSetsDoesNotComeBackInAnySpelling(String spelling) {
        Fields sent = Fields.of(spelling, "root", "X-Other", "1", spelling, "admin");
        assertThat(edited(sent, edits -> edits.remove("X-User"))).isEqualTo(Fields.of("X-Other", "1"));
        assertThat(edited(sent, edits -> edits.set("X-User", "ada")))
                .isEqualTo(Fields.of("X-Other", "1", "X-User", "ada"));
        assertThat(edited(sent, edits -> edits.setIfPresent("X-User", "ada")))
                .isEqualTo(Fields.of("X-Other", "1", "X-User", "ada"));
        assertThat(edited(sent, edits -> edits.remove("x_user"))).isEqualTo(Fields.of("X-Other", "1"));
    }

    @Test
    void anUnderscoreSpellingIsNotWhatSetIfAbsentFinds() {
        assertThat(edited(Fields.of("X_User", "root"), edits -> edits.setIfAbsent("X-User", "nobody")))
                .isEqualTo(Fields.of("X-User", "nobody"));
    }

    @Test
    void whatItRemovesOrSetsDoesNotComeBackInTrailers() {
        Headers headers = new Headers(HeadersOptions.builder()
                .request(edits -> edits.set("X-User", "ada")
                        .remove("X-Debug")
                        .add("X-Added", "1")
                        .setIfAbsent("X-Maybe", "1"))
                .response(edits -> edits.remove("Server"))
                .build());
        Fields forged = Fields.of(
                "X-User", "root", "x_debug", "1", "X-Added", "2", "X-Maybe", "2", "Digest", "abc", "x_USER", "root");
        TrailedBody sent = new TrailedBody(forged);
        TrailedBody answered = new TrailedBody(Fields.of("Server", "x", "Digest", "abc"));
        RecordingHandler next =
                RecordingHandler.answering(request -> Response.of(Status.OK_200, Fields.EMPTY, answered));

        Response response = headers.handle(get("/").withBody(sent), next);

        Body passed = next.last().body();
        Fields expected = Fields.of("X-Added", "2", "X-Maybe", "2", "Digest", "abc");
        assertThat(passed.trailers()).isEqualTo(expected);
        assertThat(passed.replay().trailers()).isEqualTo(expected);
        assertThat(Exchanges.text(passed)).isEqualTo("abc");
        passed.close();
        assertThat(sent.closes).hasValue(1);
        assertThat(response.body().trailers()).isEqualTo(Fields.of("Digest", "abc"));
        assertThat(Exchanges.send(response)).isEqualTo("abc");
        assertThat(answered.closes).hasValue(1);
    }

    @Test
    void leavesBodiesWithoutTrailersAndErrorsAsTheyAre() {
        Response problem = Response.problem(Status.FORBIDDEN_403, Reason.FORBIDDEN, "no\n");
        RecordingHandler next = RecordingHandler.answering(request -> problem);
        Response response = middleware().handle(get("/"), next);
        assertThat(next.last().body()).isSameAs(Body.empty());
        assertThat(response.body()).as("can still be rendered").isSameAs(problem.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set X-Env: prod",
                "set X-Empty: ",
                "add Via: 1.1 a, 1.1 b:80",
                "set-if-absent X-Frame-Options: DENY",
                "set-if-present Server: x",
                "remove X-Debug"
            })
    void anEditIsReadAsItIsWritten(String text) {
        assertThat(FieldEdit.parse(text)).hasToString(text).isEqualTo(FieldEdit.parse("  " + text + "  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "set", "set X", "remove", "remove X: y", "put X: y", "set : y", "set a b: y"})
    void saysHowAnEditIsWritten(String text) {
        assertThatThrownBy(() -> FieldEdit.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void describesItselfForExplain() {
        assertThat(middleware().describe()).isEqualTo("headers(1 request, 1 response)");
    }
}
