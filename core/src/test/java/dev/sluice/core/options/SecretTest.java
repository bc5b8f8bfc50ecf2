package dev.sluice.core.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void isNeverPrinted() {
        record Options(String user, Secret password) {}
        Secret secret = Secret.of("s3cret");
        assertThat(secret).hasToString("***");
        assertThat("" + List.of(secret) + new Options("ada", secret) + String.format("%s", secret))
                .doesNotContain("s3cret");
    }

    @Test
    void isComparedByItsBytes() {
        assertThat(Secret.of("é")).isEqualTo(Secret.of("é")).hasSameHashCodeAs(Secret.of("é"));
        assertThat(Secret.of("a"))
                .isNotEqualTo(Secret.of("b"))
                .isNotEqualTo(Secret.of("ab"))
                .isNotEqualTo("a");
    }

    @Test
    void revealsACopy() {
        Secret secret = Secret.of("é");
        secret.reveal()[0] = 'x';
        assertThat(secret.reveal()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void knowsWhetherThereIsNothingInIt() {
        assertThat(Secret.of("").isEmpty()).isTrue();
        assertThat(Secret.of(" ").isEmpty()).isFalse();
    }
}
