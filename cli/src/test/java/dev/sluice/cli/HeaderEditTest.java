package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.middlewares.headers.HeadersOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEditTest {
    @Test
    void readsEditsOfFields() {
        assertThat(HeaderEdit.options(List.of(
                        HeaderEdit.parse("set X-Env: prod"),
                        HeaderEdit.parse("response remove Server"),
                        HeaderEdit.parse("request remove X-Debug"))))
                .isEqualTo(HeadersOptions.builder()
                        .request(fields -> fields.set("X-Env", "prod").remove("X-Debug"))
                        .response(fields -> fields.remove("Server"))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Env: prod", "responses remove Server", "set X-Env", "response"})
    void refusesOtherEdits(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderEdit.parse(text));
    }
}
