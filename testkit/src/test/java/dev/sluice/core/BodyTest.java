package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.TrackedBody;
import org.junit.jupiter.api.Test;

class BodyTest {
    @Test
    void readsItsBytesInPartsAndThenEndsForGood() {
        Body body = Body.of("hello");
        byte[] buffer = new byte[8];
        assertThat(body.read(buffer, 1, 3)).isEqualTo(3);
        assertThat(body.available()).isEqualTo(2);
        assertThat(body.read(buffer, 4, 4)).isEqualTo(2);
        assertThat(buffer).startsWith(0, 'h', 'e', 'l', 'l', 'o');
        assertThat(body.read(buffer, 0, 8)).isEqualTo(-1);
        assertThat(body.read(buffer, 0, 8)).isEqualTo(-1);
    }

    @Test
    void replaysFromTheFirstByteWhereverTheFirstReaderIs() {
        Body body = Body.of("hello");
        body.read(new byte[3], 0, 3);
        assertThat(body.replayable()).isTrue();
        assertThat(Exchanges.text(body.replay())).isEqualTo("hello");
        assertThat(Exchanges.text(body)).isEqualTo("lo");
    }

    @Test
    void countsBytesAndNotChars() {
        assertThat(Body.of("\u00e9").length()).isEqualTo(2);
    }

    @Test
    void hasOneEmptyBodyThatEverybodyMayRead() {
        assertThat(Body.of("")).isSameAs(Body.empty());
        assertThat(Body.empty().length()).isZero();
        assertThat(Exchanges.text(Body.empty())).isEmpty();
        assertThat(Exchanges.text(Body.empty().replay())).isEmpty();
        assertThat(Body.empty().trailers()).isSameAs(Fields.EMPTY);
    }

    @Test
    void streamsAreReadOnce() {
        Body stream = TrackedBody.of("once");
        assertThat(stream.replayable()).isFalse();
        assertThatThrownBy(stream::replay).isInstanceOf(IllegalStateException.class);
    }
}
