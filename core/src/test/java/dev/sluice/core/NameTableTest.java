package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NameTableTest {
    private final NameTable<String> table = NameTable.of(Map.of("Host", "where", "X-Real-Ip", "who"));

    @Test
    void knowsNamesInAnyCase() {
        Fields fields = Fields.of("HOST", "1", "x-real-ip", "2", "X-Real-Id", "3", "X", "4");
        assertThat(table.get(fields, 0)).isEqualTo("where");
        assertThat(table.get(fields, 1)).isEqualTo("who");
        assertThat(table.get(fields, 2)).isNull();
        assertThat(table.get(fields, 3)).isNull();
    }

    @Test
    void knowsNothingOfNamesThatOthersHavePrepared() {
        PreparedName.of("Another-Name");
        assertThat(table.get(Fields.of("Another-Name", "1"), 0)).isNull();
        assertThat(table.lookAlike(Fields.of("Another_Name", "1"), 0)).isNull();
    }

    @Test
    void knowsWhatUnderscoresLookLike() {
        Fields fields =
                Fields.of("X_Real-iP", "1", "X_Real_Ip", "2", "X-Real-Ip", "3", "Ho_st", "4", "X_Real_Ip_", "5");
        assertThat(table.lookAlike(fields, 0)).isEqualTo("who");
        assertThat(table.lookAlike(fields, 1)).isEqualTo("who");
        assertThat(table.lookAlike(fields, 2)).as("the name itself").isNull();
        assertThat(table.lookAlike(fields, 3)).isNull();
        assertThat(table.lookAlike(fields, 4)).isNull();
    }
}
