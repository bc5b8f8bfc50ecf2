package dev.sluice.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ManualTimers;
import dev.sluice.wire.BufferPool;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private final ManualTimers timers = new ManualTimers();
    private final Multiplexer.Parts parts =
            new Multiplexer.Parts(timers.ticker(), timers, new BufferPool(), new UnreadBudget(0));
    private final Multiplexer connection =
            Multiplexer.server(new Duplex(1).client, Pair.SERVER, parts, new Http2Events() {});
    private final StreamTable table = new StreamTable();
    private final Map<Integer, Http2Stream> expected = new HashMap<>();

    private Http2Stream stream(int id) {
        Http2Stream stream = new Http2Stream(connection, new Inbox(parts));
        stream.id(id);
        return stream;
    }

    private void put(int id) {
        Http2Stream stream = stream(id);
        table.put(stream);
        expected.put(id, stream);
    }

    private void remove(int id) {
        table.remove(id);
        expected.remove(id);
    }

    private void assertAsExpected() {
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void findsWhatAMapFinds() {
        Random random = new Random(7);
        int last = 1;
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < 50) {
                put(last);
                last += random.nextInt(4) == 0 ? 2 * random.nextInt(100) : 2;
                last += expected.containsKey(last) ? 2 : 0;
            } else {
                remove(1 + 2 * random.nextInt(last / 2 + 1));
            }
            for (int id = Math.max(1, last - 40); id <= last; id += 2) {
                assertThat(table.get(id)).isSameAs(expected.get(id));
            }
            if (expected.size() > 200) {
                expected.keySet().stream().toList().forEach(this::remove);
            }
        }
        assertAsExpected();
    }

    @Test
    void closesTheGapThatARemovedOneLeaves() {
        int meets = 16; // as many numbers as there are places at first
        for (int i = 0; i < 4; i++) {
            put(1 + i * meets);
        }
        remove(1 + meets);
        assertThat(table.get(1 + 2 * meets)).isSameAs(expected.get(1 + 2 * meets));
        assertThat(table.get(1 + 3 * meets)).isSameAs(expected.get(1 + 3 * meets));
        remove(99);
        assertAsExpected();
    }
}
