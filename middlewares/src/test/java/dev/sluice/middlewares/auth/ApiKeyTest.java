package dev.sluice.middlewares.auth;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.GateContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTest implements GateContract {
    @Override
    public Gate middleware() {
        return new ApiKey(ApiKeyOptions.builder().keys("k1", "k2").build());
    }

    @Override
    public Request passing() {
        return with("k2");
    }

    private static Request with(String key) {
        return get("/").withFields(Fields.of("x-api-key", key));
    }

    @Test
    void answers401WithAChallengeWithoutAKey() {
        for (Request request : new Request[] {get("/"), with("")}) {
            Response response = middleware().handle(request, next -> ok());
            assertThat(response.status().code()).isEqualTo(401);
            assertThat(response.fields().first("WWW-Authenticate")).contains("ApiKey header=\"X-Api-Key\"");
            assertThat(response.provenance().reason()).isEqualTo("unauthorized");
        }
    }

    @Test
    void answers403ToAnotherKey() {
        Response response = middleware().handle(with("k3"), next -> ok());
        assertThat(response.status().code()).isEqualTo(403);
        assertThat(response.provenance().reason()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key, k1,  X-Api-Key",
        "X-Api-Key, bad, X-Api-Key",
        "X-Api-Key, bad, x_api_key",
        "X-Api-Key, k1,  X_Api-Key",
    })
    void answers401ToASecondLineInAnySpelling(String name, String second, String secondName) {
        for (Fields fields :
                new Fields[] {Fields.of(name, "k1", secondName, second), Fields.of(secondName, second, name, "k1")}) {
            Response response = middleware().handle(get("/").withFields(fields), next -> ok());
            assertThat(response.status().code()).as("%s", fields).isEqualTo(401);
        }
    }

    @Test
    void doesNotTakeAKeyFromAFieldThatIsSpelledWithUnderscores() {
        Response response = middleware().handle(get("/").withFields(Fields.of("X_Api_Key", "k1")), next -> ok());
        assertThat(response.status().code()).isEqualTo(401);
    }

    @Test
    void tellsTheSameTextAndFieldsAsEver() {
        Response missing = middleware().handle(get("/"), next -> ok());
        assertThat(missing.fields())
                .isEqualTo(Fields.of(
                        "WWW-Authenticate",
                        "ApiKey header=\"X-Api-Key\"",
                        "Content-Type",
                        "text/plain; charset=utf-8"));
        assertThat(Exchanges.send(missing)).isEqualTo("Unauthorized\n");
        Response wrong = middleware().handle(with("k3"), next -> ok());
        assertThat(wrong.fields()).isEqualTo(Fields.of("Content-Type", "text/plain; charset=utf-8"));
        assertThat(Exchanges.send(wrong)).isEqualTo("Forbidden\n");
    }

    @Test
    void asksAProgramAboutOtherKeys() {
        ApiKey gate = new ApiKey(ApiKeyOptions.builder()
                .header("X-Token")
                .check(key -> key.startsWith("ok"))
                .build());
        Request request = get("/").withFields(Fields.of("X-Token", "ok-1"));
        assertThat(gate.handle(request, next -> ok()).status().code()).isEqualTo(200);
        assertThat(gate.describe()).isEqualTo("apiKey(X-Token)");
    }

    @Test
    void findsMistakesWhenItIsBuilt() {
        ApiKeyOptions.Builder builder = ApiKeyOptions.builder();
        assertThatThrownBy(builder::build).hasMessage("there are neither keys nor a check");
        assertThatThrownBy(() -> builder.keys("k", "").header("a b").build()).hasMessage("""
                header 'a b' is not a field name
                keys must not be empty texts""");
    }
}
