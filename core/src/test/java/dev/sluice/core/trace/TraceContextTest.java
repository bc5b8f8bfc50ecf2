package dev.sluice.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Fields;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict reading and writing of W3C Trace Context and B3. */
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    @Provide
    static Arbitrary<String> traceIds() {
        return hex(TraceContext.TRACE_ID);
    }

    @Provide
    static Arbitrary<String> spanIds() {
        return hex(TraceContext.SPAN_ID);
    }

    private static Arbitrary<String> hex(int length) {
        return Arbitraries.strings()
                .withChars("0123456789abcdef")
                .ofLength(length)
                .filter(text -> !text.equals("0".repeat(length)));
    }

    @Property(tries = 200)
    void readsWhatItWrites(
            @ForAll("traceIds") String trace, @ForAll("spanIds") String span, @ForAll @IntRange(max = 255) int flags) {
        TraceContext context = new TraceContext(trace, span, flags);

        assertThat(TraceContext.ofTraceparent(context.traceparent())).contains(context);
        assertThat(TraceContext.ofB3(context.b3()))
                .contains(new TraceContext(trace, span, flags & TraceContext.SAMPLED));
    }

    /** One character more, less, or another than the grammar has. */
    @Property(tries = 500)
    void refusesATraceparentWithAnyOtherCharacter(
            @ForAll @IntRange(max = 54) int at, @ForAll("wrong") char wrong, @ForAll boolean inserted) {
        String changed = PARENT.substring(0, at) + wrong + PARENT.substring(inserted ? at : at + 1);

        assertThat(TraceContext.ofTraceparent(changed)).isEmpty();
        assertThat(TraceContext.ofTraceparent(PARENT.substring(0, at))).isEmpty();
    }

    @Provide
    static Arbitrary<Character> wrong() {
        return Arbitraries.chars().with("ABCDEFgG_ ;\u00e9\u0661".toCharArray());
    }

    @Property(tries = 500)
    void readsAnyTextWithoutThrowing(@ForAll String text) {
        assertThat(TraceContext.ofTraceparent(text)).isEmpty();
        assertThat(TraceContext.ofB3(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-011",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
            })
    void refusesAMalformedTraceparent(String value) {
        assertThat(TraceContext.ofTraceparent(value)).isEmpty();
    }

    /** W3C Trace Context §3.2.4: a later version is read as far as this one goes. */
    @ParameterizedTest
    @ValueSource(strings = {"01", "cc", "fe"})
    void readsALaterVersionOfTraceparent(String version) {
        String known = version + "-" + TRACE + "-" + SPAN + "-03";

        assertThat(TraceContext.ofTraceparent(known)).contains(new TraceContext(TRACE, SPAN, 3));
        assertThat(TraceContext.ofTraceparent(known + "-what-the-future-will-be-like"))
                .contains(new TraceContext(TRACE, SPAN, 3));
    }

    @Test
    void twoTraceparentsAreNone() {
        Fields fields = Fields.of("traceparent", PARENT, "traceparent", PARENT, "tracestate", "a=1");

        assertThat(TraceFields.read(fields)).isEmpty();
        assertThat(valid(fields)).isEmpty();
    }

    @Test
    void aStateOfSeveralLinesIsOneList() {
        Fields fields = Fields.of("traceparent", PARENT, "tracestate", "a=1, ,t@v=x y", "tracestate", "b=2");

        assertThat(TraceFields.readState(fields)).contains("a=1,t@v=x y,b=2");
        assertThat(valid(fields)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "a=", "A=1", "a =1", "a=1=2", "a=1,a=2", "@a=1", "_a=1", "a=\u00e9", "a.b=1"})
    void aMalformedStateIsDroppedAndItsTraceparentStays(String state) {
        Fields fields = Fields.of("traceparent", PARENT, "tracestate", state);

        assertThat(TraceFields.readState(fields)).isEmpty();
        assertThat(valid(fields)).containsExactly("traceparent");
    }

    @Test
    void aStateHasThirtyTwoMembersAtMost() {
        StringBuilder state = new StringBuilder("k0=v");
        for (int i = 1; i < 32; i++) {
            state.append(",k").append(i).append("=v");
        }

        assertThat(valid(Fields.of("traceparent", PARENT, "tracestate", state.toString())))
                .hasSize(2);
        assertThat(valid(Fields.of("traceparent", PARENT, "tracestate", state + ",k32=v")))
                .hasSize(1);
    }

    @Test
    void keysAndValuesOfAStateHave256CharactersAtMost() {
        String longest = "k".repeat(256) + "=" + "v".repeat(256);

        assertThat(valid(Fields.of("traceparent", PARENT, "tracestate", longest)))
                .hasSize(2);
        assertThat(valid(Fields.of("traceparent", PARENT, "tracestate", "k" + longest)))
                .hasSize(1);
        assertThat(valid(Fields.of("traceparent", PARENT, "tracestate", longest + "v")))
                .hasSize(1);
    }

    /** W3C Trace Context §4.3. */
    @Test
    void aStateIsNothingWithoutAValidTraceparent() {
        assertThat(valid(Fields.of("tracestate", "a=1"))).isEmpty();
        assertThat(valid(Fields.of("tracestate", "a=1", "traceparent", "garbage", "Accept", "*/*")))
                .containsExactly("Accept");
    }

    @Test
    void readsB3OfOneField() {
        TraceContext undecided = new TraceContext(TRACE, SPAN, 0, true);

        assertThat(TraceContext.ofB3(TRACE + "-" + SPAN)).contains(undecided);
        assertThat(undecided.b3()).isEqualTo(TRACE + "-" + SPAN);
        assertThat(TraceContext.ofB3(TRACE + "-" + SPAN + "-0")).contains(new TraceContext(TRACE, SPAN, 0));
        assertThat(TraceContext.ofB3(TRACE + "-" + SPAN + "-d")).contains(new TraceContext(TRACE, SPAN, 1));
        assertThat(TraceContext.ofB3(TRACE.substring(16) + "-" + SPAN + "-1-" + SPAN))
                .contains(new TraceContext("0".repeat(16) + TRACE.substring(16), SPAN, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "4bf92f3577b34da6a3ce929d0e0e4736-",
                "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
                "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-2",
                "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1-00f067aa0ba902b",
                "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1-00f067aa0ba902b7-1",
                "4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7",
                "4bf92f3577b34da6-0000000000000000",
                "4bf92f3577b34da-00f067aa0ba902b7",
            })
    void refusesMalformedB3(String value) {
        assertThat(TraceContext.ofB3(value)).isEmpty();
        assertThat(valid(Fields.of("b3", value))).isEmpty();
    }

    @Test
    void aDecisionWithoutIdsIsPassedOnAndNoContext() {
        assertThat(TraceFields.read(Fields.of("b3", "0"))).isEmpty();
        assertThat(valid(Fields.of("b3", "0"))).containsExactly("b3");
        assertThat(valid(Fields.of("X-B3-Sampled", "1"))).containsExactly("X-B3-Sampled");
    }

    @Test
    void readsB3OfSeveralFields() {
        Fields ids = Fields.of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN);

        assertThat(TraceFields.read(ids)).contains(new TraceContext(TRACE, SPAN, 0, true));
        assertThat(TraceFields.read(ids.with("X-B3-Sampled", "1"))).contains(new TraceContext(TRACE, SPAN, 1));
        assertThat(TraceFields.read(ids.with("X-B3-Sampled", "false"))).contains(new TraceContext(TRACE, SPAN, 0));
        assertThat(TraceFields.read(ids.with("X-B3-Flags", "1"))).contains(new TraceContext(TRACE, SPAN, 1));
        assertThat(valid(ids.with("X-B3-ParentSpanId", SPAN))).hasSize(3);
    }

    @Test
    void ofSeveralB3FieldsAllArePassedOnOrNone() {
        Fields ids = Fields.of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN);

        for (Fields wrong : List.of(
                ids.without("X-B3-SpanId"),
                ids.with("X-B3-Sampled", "yes"),
                ids.with("X-B3-Flags", "2"),
                ids.with("X-B3-ParentSpanId", "1"),
                ids.toBuilder().add("X-B3-SpanId", SPAN).build())) {
            assertThat(TraceFields.read(wrong)).isEmpty();
            assertThat(valid(wrong)).isEmpty();
        }
    }

    @Test
    void w3cComesBeforeB3() {
        Fields both = Fields.of("b3", "1".repeat(32) + "-" + SPAN, "traceparent", PARENT);

        assertThat(TraceFields.read(both)).contains(new TraceContext(TRACE, SPAN, 1));
        assertThat(TraceFields.read(both.with("traceparent", "garbage")).map(TraceContext::traceId))
                .contains("1".repeat(32));
    }

    @Test
    void idsAreChecked() {
        assertThatThrownBy(() -> new TraceContext("abc", SPAN, 0)).hasMessageContaining("'abc'");
        assertThatThrownBy(() -> new TraceContext(TRACE, "0".repeat(16), 0)).hasMessageContaining("span id");
        assertThatThrownBy(() -> new TraceContext(TRACE, SPAN, 256)).hasMessageContaining("256");
    }

    private static List<String> valid(Fields fields) {
        return IntStream.range(0, fields.size())
                .filter(i -> TraceFields.isValid(fields, i))
                .mapToObj(fields::name)
                .toList();
    }
}
