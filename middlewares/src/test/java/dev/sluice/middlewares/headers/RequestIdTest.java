package dev.sluice.middlewares.headers;

import static dev.sluice.testkit.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest implements MiddlewareContract {
    private static final String GENERATED = "bb1ad57319b89cd868fb0e6f684df992";

    private final RecordingHandler next = RecordingHandler.ok();

    @Override
    public Middleware middleware() {
        return ids(options -> options);
    }

    private static RequestId ids(UnaryOperator<RequestIdOptions.Builder> options) {
        return new RequestId(options.apply(RequestIdOptions.builder()).build(), new Random(1));
    }

    private static Request from(String id) {
        return get("/").withFields(Fields.of("x-request-id", id));
    }

    @Test
    void namesARequestThatHasNoId() {
        Response response = ids(options -> options).handle(get("/"), next);
        assertThat(next.last().fields().all("X-Request-Id")).containsExactly(GENERATED);
        assertThat(response.fields().first("X-Request-Id")).contains(GENERATED);
    }

    @Test
    void givesEachRequestAnotherId() {
        RequestId ids = ids(options -> options);
        assertThat(ids.handle(get("/"), next).fields())
                .isNotEqualTo(ids.handle(get("/"), next).fields());
    }

    @Test
    void keepsTheIdThatAClientBrings() {
        Response response = ids(options -> options).handle(from("a-1:b/c=@"), next);
        assertThat(next.last().fields().all("X-Request-Id")).containsExactly("a-1:b/c=@");
        assertThat(response.fields().first("X-Request-Id")).contains("a-1:b/c=@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"}", "é", "<script>"})
    void replacesAnIdThatIsNotFitForALog(String id) {
        ids(options -> options).handle(from(id), next);
        assertThat(next.last().fields().all("X-Request-Id")).containsExactly(GENERATED);
    }

    @Test
    void replacesAnIdThatIsTooLong() {
        ids(options -> options).handle(from("x".repeat(129)), next);
        assertThat(next.last().fields().all("X-Request-Id")).containsExactly(GENERATED);
    }

    @ParameterizedTest
    @CsvSource({"X-Request-Id, other", "x-request-id, <script>", "X_Request_Id, other", "X-Request_Id, one"})
    void replacesAllLinesIfThereAreSeveralInAnySpelling(String name, String second) {
        Fields fields = Fields.of("X-Request-Id", "one", name, second, "X-Other", "kept");
        Response response = ids(options -> options).handle(get("/").withFields(fields), next);
        assertThat(next.last().fields()).isEqualTo(Fields.of("X-Other", "kept", "X-Request-Id", GENERATED));
        assertThat(response.fields().first("X-Request-Id")).contains(GENERATED);
    }

    @Test
    void replacesAnIdThatIsSpelledWithUnderscores() {
        ids(options -> options).handle(get("/").withFields(Fields.of("X_Request_Id", "mine")), next);
        assertThat(next.last().fields()).isEqualTo(Fields.of("X-Request-Id", GENERATED));
    }

    @Test
    void keepsItsFieldOutOfTrailers() {
        Body upload = new TrailedBody(Fields.of("X-Request-Id", "forged", "x_request_id", "forged", "Digest", "abc"));
        ids(options -> options).handle(from("mine").withBody(upload), next);
        assertThat(next.last().body().trailers()).isEqualTo(Fields.of("Digest", "abc"));
    }

    @Test
    void canDistrustClientsAndKeepTheIdToItself() {
        Response response = ids(options ->
                        options.fromClient(false).inResponse(false).header("X-Trace"))
                .handle(get("/").withFields(Fields.of("X-Trace", "mine")), next);
        assertThat(next.last().fields().all("X-Trace")).containsExactly(GENERATED);
        assertThat(response.fields().isEmpty()).isTrue();
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        RequestIdOptions.Builder builder = RequestIdOptions.builder().header("a b");
        assertThatThrownBy(builder::build).hasMessage("header 'a b' is not a field name");
    }
}
