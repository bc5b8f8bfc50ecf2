package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Fields against the simplest model there is: a list of names and values. */
class FieldsPropertiesTest {
    private static final List<PreparedName> PREPARED =
            List.of(PreparedName.of("A"), PreparedName.of("Accept"), PreparedName.of("X-Key"));

    record Line(String name, String value) {}

    /** One change to both; names come from few, so that they meet. */
    record Change(Kind kind, Line line) {
        enum Kind {
            ADD,
            TAKE,
            TAKE_ALL,
            SET,
            REMOVE,
            REBUILD
        }

        void to(List<Line> model) {
            if (kind == Kind.SET || kind == Kind.REMOVE) {
                model.removeIf(other -> other.name.equalsIgnoreCase(line.name));
            }
            if (kind == Kind.SET || kind == Kind.ADD || kind == Kind.TAKE) {
                model.add(line);
            }
            if (kind == Kind.TAKE_ALL) {
                model.add(line);
                model.add(new Line("A", line.value));
                model.add(line);
            }
        }

        FieldsBuilder to(FieldsBuilder builder) {
            return switch (kind) {
                case ADD -> builder.add(line.name, line.value);
                case TAKE -> builder.add(received(), 0);
                case TAKE_ALL -> builder.add(several());
                case SET -> builder.set(line.name, line.value);
                case REMOVE -> builder.remove(line.name);
                case REBUILD -> {
                    Fields built = builder.build();
                    assertThatPreparedNamesAreFound(built);
                    yield built.toBuilder();
                }
            };
        }

        /** Lines that lie in the block as they are sent, or with another one between them that was removed. */
        private Fields several() {
            boolean apart = line.value.length() % 2 == 0;
            Fields all = Fields.of(line.name, line.value, "A", line.value, apart ? "Between" : line.name, line.value);
            return apart ? all.without("Between").toBuilder().add(received(), 0).build() : all;
        }

        /** The line as it may come from the wire, with whatever is allowed between name and value. */
        private Fields received() {
            String between = List.of(": ", ":", ":\t", ":  ").get(line.value.length() % 4);
            String head = "GET / HTTP/1.1\r\n" + line.name + between + line.value + "\r\n\r\n";
            int start = head.indexOf(line.name, "GET / HTTP/1.1\r\n".length());
            int nameEnd = start + line.name.length();
            int[] index = {start, nameEnd, nameEnd + between.length() + line.value.length(), 0};
            return Fields.parsed(head.getBytes(StandardCharsets.ISO_8859_1), index, 1);
        }
    }

    @Provide
    Arbitrary<Line> lines() {
        Arbitrary<String> names = Arbitraries.of("A", "a", "Accept", "accept", "ACCEPT", "X-Key", "x_key", "Z!#$'*`|~");
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u0080', '\u00ff')
                .withChars('\t', ',')
                .ofMaxLength(300)
                .map(FieldsPropertiesTest::trim);
        return Combinators.combine(names, values).as(Line::new);
    }

    private static String trim(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.of(Change.Kind.class), lines())
                .as(Change::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300, seed = "42")
    void everyHistoryOfChangesLeavesWhatTheModelHolds(@ForAll("changes") List<Change> changes) {
        List<Line> model = new ArrayList<>();
        FieldsBuilder builder = Fields.builder();
        for (Change change : changes) {
            change.to(model);
            builder = change.to(builder);
        }
        Fields fields = builder.build();
        assertThat(linesOf(fields)).isEqualTo(model);
        assertThat(wire(fields)).isEqualTo(wire(model));
        assertThatPreparedNamesAreFound(fields);
    }

    @Property(tries = 200, seed = "42")
    void lookupsAgreeWithTheModel(@ForAll("changes") List<Change> changes, @ForAll("lines") Line wanted) {
        List<Line> model = new ArrayList<>();
        FieldsBuilder builder = Fields.builder();
        for (Change change : changes) {
            change.to(model);
            builder = change.to(builder);
        }
        Fields fields = builder.build();
        List<String> expected = model.stream()
                .filter(line -> line.name.equalsIgnoreCase(wanted.name))
                .map(Line::value)
                .toList();
        assertThat(fields.all(wanted.name)).isEqualTo(expected);
        assertThat(fields.first(wanted.name)).isEqualTo(expected.stream().findFirst());
        assertThat(fields.contains(wanted.name)).isEqualTo(!expected.isEmpty());
        assertThat(fields.members(wanted.name)).isEqualTo(members(expected));
    }

    @Property(tries = 200, seed = "42")
    void aRemovalByAnyTestKeepsTheOtherLinesInOrder(@ForAll("changes") List<Change> changes, @ForAll int mask) {
        FieldsBuilder builder = Fields.builder();
        for (Change change : changes) {
            builder = change.to(builder);
        }
        Fields before = builder.build();
        List<Line> expected = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if ((mask >> i & 1) == 0) {
                expected.add(linesOf(before).get(i));
            }
        }
        FieldsBuilder after = before.toBuilder().removeIf((all, i) -> (mask >> i & 1) == 1);
        assertThat(linesOf(after.build())).isEqualTo(expected);
        assertThatPreparedNamesAreFound(after.add("Accept", "1").build());
    }

    private static void assertThatPreparedNamesAreFound(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            for (PreparedName name : PREPARED) {
                assertThat(fields.isNamed(i, name)).isEqualTo(fields.isNamed(i, name.toString()));
            }
        }
    }

    private static List<Line> linesOf(Fields fields) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add(new Line(fields.name(i), fields.value(i)));
        }
        return lines;
    }

    private static String wire(Fields fields) {
        byte[] bytes = new byte[fields.wireLength()];
        assertThat(fields.writeTo(bytes, 0)).isEqualTo(bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String wire(List<Line> model) {
        StringBuilder text = new StringBuilder();
        model.forEach(line -> text.append(line.name + ": " + line.value + "\r\n"));
        return text.toString();
    }

    private static List<String> members(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(FieldsPropertiesTest::trim)
                .filter(member -> !member.isEmpty())
                .toList();
    }
}
