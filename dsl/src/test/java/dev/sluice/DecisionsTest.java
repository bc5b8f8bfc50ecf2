package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Upstream;
import dev.sluice.core.journal.Decision;
import dev.sluice.core.journal.Journal;
import dev.sluice.testkit.ManualTicker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Decision LEFT = new Decision.Left(Upstream.of("http://a"));

    private final ManualTicker ticker = new ManualTicker();
    private final Decisions decisions = new Decisions(ticker);
    private final List<Journal.Entry> read = new ArrayList<>();

    @Test
    void isReadWhileSomebodyListens() {
        assertThat(decisions.isRead()).isFalse();
        Registration first = decisions.read(read::add);
        Registration second = decisions.read(read::add);
        first.cancel();
        assertThat(decisions.isRead()).isTrue();
        second.cancel();
        assertThat(decisions.isRead()).isFalse();
        decisions.note(LEFT);
        assertThat(read).isEmpty();
    }

    @Test
    void tellsWhereAndWhenADecisionWasTaken() {
        decisions.read(read::add);
        Journal part = decisions.at("pool:api").at("balance#1");
        part.note(LEFT);
        assertThat(part.isRead()).isTrue();
        assertThat(read).singleElement().satisfies(entry -> {
            assertThat(entry.where()).isEqualTo("pool:api/balance#1");
            assertThat(entry.at()).isEqualTo(ticker.nanos());
            assertThat(entry.request()).isEmpty();
            assertThat(entry.decision()).isEqualTo(LEFT);
        });
    }

    @Test
    void readersOfRareDecisionsAreToldOfThoseAloneAndDoNotMakeTheRestBeNoted() {
        Registration rare = decisions.readRare(read::add);
        assertThat(decisions.isRead()).isFalse();
        decisions.at("orders/balance#1").note(new Decision.Picked(Upstream.of("http://a"), "roundRobin"));
        decisions.at("orders/balance#1").note(LEFT);
        assertThat(read).extracting(Journal.Entry::decision).containsExactly(LEFT);
        rare.cancel();
        decisions.note(LEFT);
        assertThat(read).hasSize(1);
    }

    @Test
    void readersOfEverythingAreToldOfRareDecisionsToo() {
        decisions.read(read::add);
        decisions.readRare(entry -> {});
        decisions.note(LEFT);
        decisions.note(new Decision.Picked(Upstream.of("http://a"), "roundRobin"));
        assertThat(read).hasSize(2);
    }

    @Test
    void aReaderThatFailsIsLoggedAndTheOthersAreTold() {
        decisions.read(entry -> {
            throw new IllegalStateException("a bug of the reader's");
        });
        decisions.read(read::add);
        decisions.note(LEFT);
        assertThat(read).hasSize(1);
    }
}
