package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.MessageLimits;
import dev.sluice.core.TransferException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireBodyTest {
    private final AtomicInteger closes = new AtomicInteger();

    private WireBody body(Framing framing, String raw) {
        return WireBody.of(framing, Wire.whole(raw), MessageLimits.DEFAULT, Wire.FAULTS, closes::incrementAndGet);
    }

    private static int read(WireBody body) {
        return body.read(new byte[100], 0, 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void aLengthIsReadToItsLastByteAndNoFurther(int most) { // RFC 9112 §6.2
        WireInput input = Wire.inParts("abcdenext", most);
        WireBody body = Wire.body(new Framing.Length(5), input);
        assertThat(body.length()).isEqualTo(5);
        assertThat(Wire.read(body)).isEqualTo("abcde");
        assertThat(Wire.rest(input)).isEqualTo("next");
    }

    @Test
    void aLengthThatIsNotReachedIsTruncated() { // RFC 9112 §8: fewer octets than Content-Length is incomplete
        WireBody body = body(new Framing.Length(5), "abcd");
        assertThatThrownBy(() -> Wire.read(body)).hasMessageContaining("truncated");
        assertThat(body.finished()).isFalse();
        assertThat(body.bytesRead()).isEqualTo(4);
    }

    @Test
    void noBodyAndALengthOfZeroAreFinishedFromTheStart() {
        for (Framing framing : new Framing[] {Framing.NONE, new Framing.Length(0)}) {
            WireBody body = body(framing, "next");
            assertThat(body.finished()).isTrue();
            assertThat(body.length()).isZero();
            assertThat(read(body)).isEqualTo(-1);
            assertThat(read(body)).isEqualTo(-1);
        }
        assertThat(closes).hasValue(2);
    }

    @Test
    void aBodyUntilTheEndHasAnEndOnlyWhenTheConnectionHas() { // RFC 9112 §6.3-8
        WireBody body = body(Framing.UNTIL_CLOSE, "abc");
        assertThat(body.length()).isEqualTo(Body.UNKNOWN);
        assertThat(read(body)).isEqualTo(3);
        assertThat(body.finished()).isFalse();
        assertThat(read(body)).isEqualTo(-1);
        assertThat(body.finished()).isTrue();
        assertThat(read(body)).isEqualTo(-1);
    }

    @Test
    void theLastByteClosesOnce() {
        WireBody body = body(new Framing.Length(3), "abc");
        assertThat(read(body)).isEqualTo(3);
        assertThat(closes).hasValue(1);
        body.close();
        assertThat(read(body)).isEqualTo(-1);
        assertThat(closes).hasValue(1);
    }

    @Test
    void closingEarlyLeavesTheRestUnreadAndUnreadable() {
        WireInput input = Wire.whole("abcdef");
        WireBody body =
                WireBody.of(new Framing.Length(6), input, MessageLimits.DEFAULT, Wire.FAULTS, closes::incrementAndGet);
        body.read(new byte[2], 0, 2);
        body.close();
        body.close();
        assertThat(closes).hasValue(1);
        assertThat(body.finished()).isFalse();
        assertThatThrownBy(() -> read(body)).isInstanceOf(IllegalStateException.class);
        assertThat(Wire.rest(input)).isEqualTo("cdef");
    }

    @Test
    void availableIsWhatTheBufferHoldsOfThisBody() {
        WireInput input = Wire.whole("GET / HTTP/1.1\r\n\r\nabcdefghij");
        assertThat(Wire.request(input)).isPresent();
        WireBody body = Wire.body(new Framing.Length(4), input);
        assertThat(body.available()).isEqualTo(4);
        body.read(new byte[3], 0, 3);
        assertThat(body.available()).isEqualTo(1);
        read(body);
        assertThat(body.available()).as("known to have ended").isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureOfTheConnectionIsBlamedOnThePeer(boolean chunked) {
        WireInput input = new WireInput((buffer, offset, length) -> {
            throw new IOException("reset");
        });
        WireBody body = Wire.body(chunked ? Framing.CHUNKED : new Framing.Length(3), input);
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        broken -> assertThat(broken.failure())
                                .isEqualTo(new Failure.UpstreamBroken("failed: reset", Failure.Sent.ALL)));
    }

    @Test
    void aFailureDoesNotCloseByItself() { // who reads it does, and says how the exchange ended
        WireBody body = body(Framing.CHUNKED, "x");
        assertThatThrownBy(() -> read(body)).isInstanceOf(TransferException.class);
        assertThat(closes).hasValue(0);
        body.close();
        assertThat(closes).hasValue(1);
    }

    @Test
    void whatBrokeStaysBroken() { // else a second read could take the bytes behind the fault for content
        WireBody body = body(Framing.CHUNKED, "1\r\naX\r\n3\r\nabc\r\n0\r\n\r\n");
        assertThat(read(body)).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> read(body)).hasMessageContaining("malformed: chunk data");
        }
        assertThat(body.bytesRead()).isEqualTo(1);
        assertThat(body.finished()).isFalse();
    }
}
