package dev.sluice.middlewares.cors;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static dev.sluice.testkit.Exchanges.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest implements MiddlewareContract {
    private static final String APP = "https://app.example.com";
    private static final String PREFLIGHT_VARY =
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    private final RecordingHandler next = RecordingHandler.ok();

    @Override
    public Middleware middleware() {
        return cors(options -> options);
    }

    private static Cors cors(UnaryOperator<CorsOptions.Builder> options) {
        return new Cors(options.apply(CorsOptions.builder().origins(APP)).build());
    }

    private static Request preflight(String origin, String method, String headers) {
        Fields fields = Fields.of("Origin", origin, "Access-Control-Request-Method", method);
        return request(
                "OPTIONS",
                "/",
                headers.isEmpty() ? fields : fields.with("Access-Control-Request-Headers", headers),
                Body.empty());
    }

    private static Request from(String origin) {
        return get("/").withFields(Fields.of("Origin", origin));
    }

    @Test
    void isWrittenAsInThePackageComment() {
        Handler handler = request -> ok();
        CorsOptions options = CorsOptions.builder()
                .origins("https://app.example.com")
                .methods("GET", "PUT")
                .build();
        Handler shared = new Cors(options).around(handler);
        assertThat(shared.handle(preflight(APP, "PUT", "")).status().code()).isEqualTo(204);
    }

    @Test
    void answersPreflightsItself() {
        Response response = cors(options -> options.methods("PUT", "GET")
                        .headers("X-One", "x-two")
                        .credentials(true)
                        .maxAge(Duration.ofHours(1)))
                .handle(preflight(APP, "PUT", "x-one, X-Two"), next);
        assertThat(next.requests()).isEmpty();
        assertThat(response.status().code()).isEqualTo(204);
        assertThat(response.provenance().reason()).isEqualTo("cors-preflight");
        assertThat(response.fields())
                .isEqualTo(Fields.of(
                        "Vary", PREFLIGHT_VARY,
                        "Access-Control-Allow-Origin", APP,
                        "Access-Control-Allow-Credentials", "true",
                        "Access-Control-Allow-Methods", "GET, PUT",
                        "Access-Control-Allow-Headers", "x-one, X-Two",
                        "Access-Control-Max-Age", "3600"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, GET, ''",
        "https://app.example.com.evil.example, GET, ''",
        "http://app.example.com, GET, ''",
        "null, GET, ''",
        "https://app.example.com, DELETE, ''",
        "https://app.example.com, GET, X-Other",
    })
    void promisesNothingToAPreflightThatAsksTooMuch(String origin, String method, String headers) {
        Response response = cors(options -> options.headers("X-One")).handle(preflight(origin, method, headers), next);
        assertThat(response.status().code()).isEqualTo(204);
        assertThat(response.fields()).isEqualTo(Fields.of("Vary", PREFLIGHT_VARY));
    }

    @Test
    void passesOptionsThatAreNoPreflight() {
        cors(options -> options).handle(request("OPTIONS", "*", Fields.EMPTY, Body.empty()), next);
        assertThat(next.requests()).hasSize(1);
    }

    @Test
    void tellsTheBrowserThatAnAllowedOriginMaySeeTheAnswer() {
        Fields fields = cors(options -> options.exposed("X-Total").credentials(true))
                .handle(from(APP), next)
                .fields();
        assertThat(fields)
                .isEqualTo(Fields.of(
                        "Vary", "Origin",
                        "Access-Control-Allow-Origin", APP,
                        "Access-Control-Allow-Credentials", "true",
                        "Access-Control-Expose-Headers", "X-Total"));
    }

    @Test
    void takesThePlaceOfTheUpstreamsOwnRules() {
        Fields upstream = Fields.of("Access-Control-Allow-Origin", "*", "Vary", "Accept, origin", "X-A", "1");
        Response response = cors(options -> options)
                .handle(from("https://evil.example"), request -> Response.of(Status.OK_200, upstream, Body.empty()));
        assertThat(response.fields()).isEqualTo(Fields.of("Vary", "Accept, origin", "X-A", "1"));
    }

    @Test
    void variesByOriginAlsoWhereThereIsNone() {
        assertThat(cors(options -> options).handle(get("/"), next).fields()).isEqualTo(Fields.of("Vary", "Origin"));
    }

    @Test
    void openToAllDoesNotVary() {
        Cors open = new Cors(CorsOptions.builder().origins("*").headers("*").build());
        assertThat(open.handle(from("https://any.example"), next).fields())
                .isEqualTo(Fields.of("Access-Control-Allow-Origin", "*"));
        assertThat(open.handle(preflight("https://any.example", "GET", "X-Any"), next)
                        .fields()
                        .first("Access-Control-Allow-Headers"))
                .contains("X-Any");
    }

    @Test
    void neverOpensEveryUserToEverySite() {
        assertThatThrownBy(() -> cors(options -> options.origins("*").credentials(true)))
                .hasMessageContaining("origins '*' together with credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.com", "https://app.example.com/", "HTTPS://app.example.com", ""})
    void namesTheOriginItRefuses(String origin) {
        assertThatThrownBy(() -> cors(options -> options.origins(origin)))
                .hasMessage("origin '" + origin + "' must be scheme://host[:port] in lower case");
    }

    @Test
    void namesTheOptionAndTheValueItRefuses() {
        assertThatThrownBy(() -> CorsOptions.builder().build()).hasMessage("origins must not be empty");
        assertThatThrownBy(() -> cors(options -> options.methods("G T"))).hasMessageContaining("methods has 'G T'");
        assertThatThrownBy(() -> cors(options -> options.maxAge(Duration.ofSeconds(-1))))
                .hasMessage("maxAge must be 0 or more, is PT-1S");
        assertThatThrownBy(() -> cors(
                        options -> options.origins("a.test", "B").headers("a b").maxAge(Duration.ofSeconds(-1))))
                .hasMessage("""
                        origin 'B' must be scheme://host[:port] in lower case
                        origin 'a.test' must be scheme://host[:port] in lower case
                        headers has 'a b', which is not a name
                        maxAge must be 0 or more, is PT-1S""");
    }
}
