package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttributesTest {
    private static final Attributes.Key<String> USER = Attributes.key("user", String.class);
    private static final Attributes.Key<String> OTHER_USER = Attributes.key("user", String.class);
    private static final Attributes.Key<Integer> SIZE = Attributes.key("size", Integer.class);

    @Test
    void aValueIsFoundByItsKeyOnly() {
        Attributes attributes = Attributes.EMPTY.with(USER, "ada").with(SIZE, 3);
        assertThat(attributes.get(USER)).contains("ada");
        assertThat(attributes.get(SIZE)).contains(3);
        assertThat(attributes.get(OTHER_USER)).as("a key of the same name").isEmpty();
        assertThat(Attributes.EMPTY.get(USER)).isEmpty();
    }

    @Test
    void theNewestValueWinsAndTheOlderOnesStayWithTheirOwners() {
        Attributes before = Attributes.EMPTY.with(USER, "ada");
        Attributes after = before.with(USER, "eve");
        assertThat(after.get(USER)).contains("eve");
        assertThat(before.get(USER)).contains("ada");
    }

    @Test
    void joinedOnesKeepTheirOrderSoThatTheOthersWin() {
        Attributes first = Attributes.EMPTY.with(USER, "ada").with(SIZE, 1);
        Attributes second =
                Attributes.EMPTY.with(USER, "eve").with(OTHER_USER, "bob").with(USER, "mia");
        Attributes joined = first.and(second);
        assertThat(joined.get(USER)).contains("mia");
        assertThat(joined.get(OTHER_USER)).contains("bob");
        assertThat(joined.get(SIZE)).contains(1);
    }

    @Test
    void nothingChangesNothing() {
        Attributes attributes = Attributes.EMPTY.with(USER, "ada");
        assertThat(attributes.and(Attributes.EMPTY)).isSameAs(attributes);
        assertThat(Attributes.EMPTY.and(attributes).get(USER)).contains("ada");
        assertThat(Attributes.EMPTY.isEmpty()).isTrue();
        assertThat(attributes.isEmpty()).isFalse();
    }

    @Test
    void isPrintedForALog() {
        assertThat(Attributes.EMPTY).hasToString("");
        assertThat(Attributes.EMPTY.with(USER, "ada").with(SIZE, 3)).hasToString("user=ada, size=3");
    }

    @Test
    void takesNoNull() {
        assertThatThrownBy(() -> Attributes.EMPTY.with(USER, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("user");
    }
}
