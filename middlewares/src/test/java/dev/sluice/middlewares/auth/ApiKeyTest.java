package dev.sluice.middlewares.auth;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.testkit.GateContract;
import org.junit.jupiter.api.Test;

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
        assertThatThrownBy(builder::build).hasMessage("apiKey: there are neither keys nor a check");
        assertThatThrownBy(() -> builder.keys("")).hasMessage("apiKey: a key must not be empty");
        assertThatThrownBy(() -> builder.keys("k").header("a b").build())
                .hasMessage("apiKey: header 'a b' is not a name");
    }
}
