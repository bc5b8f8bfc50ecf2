package dev.sluice.middlewares.auth;

import static dev.sluice.testkit.Exchanges.get;
import static dev.sluice.testkit.Exchanges.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import dev.sluice.core.Gate;
import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.options.Secret;
import dev.sluice.testkit.GateContract;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest implements GateContract {
    private static final String PASSWORD = "s:é cret";

    @Override
    public Gate middleware() {
        return new BasicAuth(BasicAuthOptions.builder()
                .user("ada", PASSWORD)
                .user("nobody", "")
                .build());
    }

    @Override
    public Request passing() {
        return with("Basic " + base64("ada:" + PASSWORD));
    }

    private static String base64(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static Request with(String authorization) {
        return get("/").withFields(Fields.of("Authorization", authorization));
    }

    private int status(Request request) {
        return middleware().handle(request, next -> ok()).status().code();
    }

    @Test
    void isWrittenAsInThePackageComment() {
        String password = PASSWORD;
        Handler handler = request -> ok();
        BasicAuthOptions options = BasicAuthOptions.builder()
                .realm("staff only")
                .user("ada", password)
                .build();
        Handler guarded = new BasicAuth(options).around(handler);
        assertThat(guarded.handle(passing()).status().code()).isEqualTo(200);
    }

    @Test
    void challengesWhoDoesNotSayWhoTheyAre() {
        Response response = middleware().handle(get("/"), next -> ok());
        assertThat(response.status().code()).isEqualTo(401);
        assertThat(response.fields().first("WWW-Authenticate"))
                .contains("Basic realm=\"restricted\", charset=\"UTF-8\"");
        assertThat(response.provenance().reason()).isEqualTo("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada:", "ada", "ada:s", ":", "", "eve:s:é cret", "eve:", "nobody:x", "ADA:s:é cret"})
    void rejectsWrongCredentials(String credentials) {
        assertThat(status(with("Basic " + base64(credentials)))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Bearer abc", "BasicYWRh"})
    void rejectsWhatIsNotBasicAuthentication(String authorization) {
        assertThat(status(with(authorization))).isEqualTo(401);
    }

    @Test
    void takesTheSchemeInAnyCaseAndAnEmptyPassword() {
        assertThat(status(with("bAsIc " + base64("nobody:")))).isEqualTo(200);
    }

    @Test
    void rejectsASecondLine() {
        String right = "Basic " + base64("ada:" + PASSWORD);
        for (String other : new String[] {right, "Basic " + base64("eve:x"), "Bearer abc"}) {
            Fields fields = Fields.of("Authorization", right, "authorization", other);
            assertThat(status(get("/").withFields(fields))).as(other).isEqualTo(401);
        }
    }

    @Test
    void asksAProgramAboutOthers() {
        BasicAuth auth = new BasicAuth(BasicAuthOptions.builder()
                .check((user, password) -> user.equals("eve") && password.equals("x"))
                .build());
        assertThat(auth.handle(with("Basic " + base64("eve:x")), next -> ok())
                        .status()
                        .code())
                .isEqualTo(200);
        assertThat(auth.handle(with("Basic " + base64("eve:y")), next -> ok())
                        .status()
                        .code())
                .isEqualTo(401);
    }

    @Test
    void findsMistakesWhenItIsBuilt() {
        BasicAuthOptions.Builder builder = BasicAuthOptions.builder();
        assertThatThrownBy(builder::build).hasMessage("there are neither users nor a check");
        assertThatThrownBy(() -> builder.users(Map.of("a:b", Secret.of("c")))
                        .user(":", "s3cret")
                        .realm("\"")
                        .build())
                .hasMessage("""
                        realm '"' must be printable ASCII without quotes and backslashes
                        user ':' must not have a colon
                        user 'a:b' must not have a colon""");
    }
}
