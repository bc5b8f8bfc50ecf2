package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Fields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldKindTest {
    @ParameterizedTest
    @CsvSource({
        "Connection, HOP_BY_HOP",
        "te, HOP_BY_HOP",
        "Content_Length, LOOK_ALIKE",
        "content-length, LENGTH",
        "Transfer_Encoding, LOOK_ALIKE",
        "host, HOST",
        "Location, REFERENCE",
        "Content_Location, ORDINARY",
        "Proxy, CGI_PROXY",
        "traceparent, TRACE",
        "X_B3_TraceId, ORDINARY",
        "authorization, ESSENTIAL",
        "Set_Cookie, ORDINARY",
        "X-Real-Ip, FORWARDED",
        "X_Real-Ip, FORWARDED_LOOK_ALIKE",
        "X-Forwarded-Anything, FORWARDED",
        "X_Forwarded-Anything, FORWARDED_LOOK_ALIKE",
        "X-Forwarde, ORDINARY",
        "Accept, ORDINARY",
        "X-Other, ORDINARY",
        "X_Other, ORDINARY",
        "_, ORDINARY",
    })
    void isSeenByTheName(String name, FieldKind kind) {
        Fields fields = Fields.of("A", "1", name, "2");
        assertThat(FieldKind.of(fields, 1)).isEqualTo(kind);
        assertThat(FieldKind.of(fields, 1)).as("again").isEqualTo(kind);
        assertThat(FieldKind.of(Fields.builder().add(fields).build(), 1))
                .as("of a copy")
                .isEqualTo(kind);
    }
}
