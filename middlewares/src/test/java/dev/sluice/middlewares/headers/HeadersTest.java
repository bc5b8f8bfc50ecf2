package dev.sluice.middlewares.headers;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Response;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"Content-Length", "transfer-encoding", "Connection", "UPGRADE"})
    void leavesTheFramingToTheHost(String name) {
        FieldEdits.Builder edits = FieldEdits.builder();
        assertThatThrownBy(() -> edits.remove(name))
                .hasMessage("headers: field '" + name + "' belongs to the connection");
    }

    @Test
    void refusesWhatAFieldCannotHoldWhenItIsBuilt() {
        FieldEdits.Builder edits = FieldEdits.builder();
        assertThatThrownBy(() -> edits.set("a b", "1")).hasMessageContaining("'a b' is not a token");
        assertThatThrownBy(() -> edits.set("a", "1\r\nb: 2")).hasMessageContaining("'a' has a character (code 13)");
    }

    @Test
    void describesItselfForExplain() {
        assertThat(middleware().describe()).isEqualTo("headers(1 request, 1 response)");
    }
}
