package dev.sluice.cli.top;

import static dev.sluice.cli.top.Shown.typed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.top.Key.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {
    private static List<String> first(State state, Pane pane) {
        return Rows.of(state, pane).stream().map(row -> row.cells().getFirst()).toList();
    }

    private static State after(State state, Kind... kinds) {
        State now = state;
        for (Kind kind : kinds) {
            now = now.after(Key.of(kind));
        }
        return now;
    }

    @Test
    void sortsByTheNextColumnAndBackwards() {
        State state = Shown.routes(3);
        assertThat(first(state, Pane.ROUTES)).containsExactly("r0", "r1", "r2");
        assertThat(first(typed(state, "r"), Pane.ROUTES)).containsExactly("r2", "r1", "r0");
        State byName = typed(state, "ssss");
        assertThat(byName.sort()).isEqualTo(Sort.NAME);
        assertThat(first(byName, Pane.ROUTES)).containsExactly("r0", "r1", "r2");
        assertThat(typed(byName, "s").sort()).isEqualTo(Sort.RATE);
    }

    @Test
    void whatWasNeverMeasuredIsNotSlow() {
        assertThat(first(typed(Shown.fixture(), "ss"), Pane.ROUTES)).containsExactly("orders", "hello");
    }

    @Test
    void filtersRoutesByNamePredicateAndEndAndPoolsByTheirMembers() {
        State typing = typed(Shown.fixture(), "/HELLO");
        assertThat(first(typing, Pane.ROUTES)).containsExactly("hello");
        assertThat(first(typing, Pane.POOLS)).isEmpty();
        assertThat(first(typed(Shown.fixture(), "/api/orders"), Pane.ROUTES)).containsExactly("orders");
        assertThat(first(typed(Shown.fixture(), "/ejected"), Pane.POOLS)).containsExactly("api", "  http://b:8080");
        assertThat(first(typed(Shown.fixture(), "/api"), Pane.POOLS)).hasSize(3);
    }

    @Test
    void keysWriteTheFilterUntilEnterKeepsItOrEscapeDropsIt() {
        State typing = typed(Shown.fixture(), "/qs");
        assertThat(typing.done()).isFalse();
        assertThat(typing.filter()).isEqualTo("qs");
        assertThat(after(typing, Kind.BACKSPACE).filter()).isEqualTo("q");
        assertThat(after(typing, Kind.BACKSPACE, Kind.BACKSPACE, Kind.BACKSPACE).filter())
                .isEmpty();
        State kept = after(typing, Kind.ENTER);
        assertThat(kept.filter()).isEqualTo("qs");
        assertThat(typed(kept, "q").done()).isTrue();
        assertThat(after(typing, Kind.ESCAPE).filter()).isEmpty();
        assertThat(after(kept, Kind.ESCAPE).filter()).isEmpty();
    }

    @Test
    void movesWithinItsPaneAndNotBeyond() {
        State state = after(Shown.routes(30), Kind.UP);
        assertThat(state.scrolled(Pane.ROUTES)).isZero();
        state = after(state, Kind.DOWN, Kind.PAGE_DOWN);
        assertThat(state.scrolled(Pane.ROUTES)).isEqualTo(11);
        state = after(state, Kind.END, Kind.DOWN);
        assertThat(state.scrolled(Pane.ROUTES)).isEqualTo(29);
        assertThat(after(state, Kind.HOME).scrolled(Pane.ROUTES)).isZero();
        State pools = after(state, Kind.TAB, Kind.DOWN);
        assertThat(pools.scrolled(Pane.POOLS)).isEqualTo(1);
        assertThat(pools.scrolled(Pane.ROUTES)).isEqualTo(29);
        assertThat(after(pools, Kind.TAB, Kind.TAB).pane()).isEqualTo(Pane.ROUTES);
        assertThat(after(pools, Kind.BACK_TAB, Kind.BACK_TAB).pane()).isEqualTo(Pane.FAILURES);
    }

    @Test
    void pausedItStaysAsItIs() {
        State paused = typed(Shown.fixture(), "p");
        State told = paused.told(Shown.routes(3).snapshot().orElseThrow());
        assertThat(told.snapshot()).isEqualTo(paused.snapshot());
        assertThat(typed(told, "p")
                        .told(Shown.routes(3).snapshot().orElseThrow())
                        .snapshot())
                .isNotEqualTo(paused.snapshot());
    }

    @Test
    void aNewSnapshotEndsAProblem() {
        State lost = Shown.fixture().problem("lost");
        assertThat(lost.told(Shown.FIXTURE).problem()).isEmpty();
    }

    @Test
    void qAndALostKeyboardEndIt() {
        assertThat(typed(Shown.fixture(), "q").done()).isTrue();
        assertThat(after(Shown.fixture(), Kind.GONE).done()).isTrue();
        assertThat(after(typed(Shown.fixture(), "/x"), Kind.GONE).done()).isTrue();
    }

    @Test
    void helpComesAndGoes() {
        State help = typed(Shown.fixture(), "?");
        assertThat(help.help()).isTrue();
        assertThat(typed(help, "?").help()).isFalse();
        assertThat(after(help, Kind.ESCAPE).help()).isFalse();
    }
}
