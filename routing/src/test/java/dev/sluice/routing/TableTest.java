package dev.sluice.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Request;
import dev.sluice.routing.Table.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    /** Entries named after their predicates. */
    private static Table<String> table(String... predicates) {
        List<Entry<String>> entries = new ArrayList<>();
        for (String text : predicates) {
            entries.add(new Entry<>("r" + entries.size(), Predicates.parse(text), 0, text));
        }
        return Table.of(entries);
    }

    private static String found(Table<String> table, Request request) {
        Entry<String> entry = table.find(request);
        return entry == null ? "none" : entry.value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "Host(\"*.b.c\")§Host(\"a.b.c\")",
                "Host(\"*.c\")§Host(\"*.b.c\")",
                "HostRegexp(\"a\")§Host(\"{x}.b.c\")",
                "Path(\"/a/b\")§Host(\"a.b.c\")",
                "Any()§HostRegexp(\"a\")",
                "Path(\"/a/{x}\")§Path(\"/a/b\")",
                "Path(\"/{x}/b\")§Path(\"/a/{x}\")",
                "PathPrefix(\"/a/b\")§Path(\"/{x}/{y}\")",
                "PathPrefix(\"/a\")§PathPrefix(\"/a/b\")",
                "Path(\"/{rest...}\")§PathPrefix(\"/a\")",
                "PathRegexp(\"a\")§PathPrefix(\"/\")",
                "Any()§PathRegexp(\"a\")",
                "Method(\"GET\") && Header(\"X\")§Path(\"/a/b\")",
                "Path(\"/a/b\")§Path(\"/a/b\") && Header(\"X\")",
                "Path(\"/a/b\") && Header(\"X\")§Path(\"/a/b\") && Header(\"X\") && Method(\"GET\")",
                "PathPrefix(\"/a\")§Path(\"/z\") || Path(\"/a/b\")",
            })
    void theMoreSpecificWinsWhereverItStands(String less, String more) {
        Request request = Requests.get("a.b.c", "/a/b", "X", "1");
        assertThat(found(table(less, more), request)).isEqualTo(more);
        assertThat(found(table(more, less), request)).isEqualTo(more);
        assertThat(table(less, more).findings()).isEmpty();
    }

    @Test
    void priorityComesBeforeEverything() {
        Table<String> table = Table.of(List.of(
                new Entry<>("exact", Predicates.host("a.b").and(Predicates.path("/x")), 0, "exact"),
                new Entry<>("all", Predicates.any(), 1, "all"),
                new Entry<>("last", Predicates.path("/x"), -1, "last")));
        assertThat(found(table, Requests.get("a.b", "/x"))).isEqualTo("all");
        assertThat(table.findings())
                .containsExactly(
                        "route 'exact' never gets a request: 'all' is before it and takes all of them",
                        "route 'last' never gets a request: 'all' is before it and takes all of them");
    }

    @Test
    void ofEqualsTheFirstWinsAndThatIsTold() {
        Table<String> table = table("Path(\"/a/{x}\") && Header(\"A\")", "Path(\"/a/{y}\") && Query(\"b\")");
        assertThat(found(table, Requests.get("h", "/a/1?b", "A", "1"))).contains("Header");
        assertThat(table.findings()).singleElement().asString().contains("'r0' and 'r1'", "written first");
    }

    @Test
    void whatCannotMeetIsNoTie() {
        assertThat(table("Path(\"/a\") && Method(\"GET\")", "Path(\"/a\") && Method(\"POST\")")
                        .findings())
                .isEmpty();
        assertThat(table("Path(\"/a\") && Header(\"A\")", "Path(\"/a\") && !Header(\"A\")")
                        .findings())
                .isEmpty();
        assertThat(table("Host(\"a.b\")", "Host(\"b.b\")").findings()).isEmpty();
    }

    @Test
    void anEntryThatIsWrittenTwiceIsUnreachable() {
        assertThat(table("Path(\"/a/{x}\")", "Path(\"/a/{y}\")").findings())
                .containsExactly("route 'r1' never gets a request: 'r0' is before it and takes all of them");
        assertThat(table("Path(\"/a\")", "Path(\"/a\") || Path(\"/b\")").findings())
                .isEmpty();
    }

    @Test
    void manyAlternativesAreRightThoughNotIndexed() {
        StringBuilder many = new StringBuilder("Path(\"/p0\")");
        for (int i = 1; i < 2 * Item.MOST_ALTERNATIVES; i++) {
            many.append(" || Path(\"/p").append(i).append("\")");
        }
        Table<String> table = table(many.toString(), "PathPrefix(\"/q\")");
        assertThat(found(table, Requests.get("h", "/p99"))).isEqualTo(many.toString());
        assertThat(found(table, Requests.get("h", "/q"))).startsWith("PathPrefix");
        assertThat(found(table, Requests.get("h", "/r"))).isEqualTo("none");
    }

    @Test
    void tellsWhyForEachEntry() {
        Table<String> table =
                table("PathPrefix(\"/a\")", "Path(\"/a/b\") && Method(\"GET\")", "Path(\"/a/b\") && Method(\"PUT\")");
        assertThat(table.why(Requests.get("h", "/a/b")).stream().map(Table.Why::toString))
                .containsExactly(
                        "r0: would take it, but 'r1' is before it",
                        "r1: takes it: Path(\"/a/b\") && Method(\"GET\")",
                        "r2: does not take it: Method(\"PUT\") does not hold");
    }

    @Test
    void refusesTwoEntriesOfOneNameAndCapturesThatStandTwice() {
        assertThatThrownBy(() -> Table.of(
                        List.of(new Entry<>("x", Predicates.any(), 0, ""), new Entry<>("x", Predicates.any(), 0, ""))))
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> table("Host(\"{a}.b.c\") && Path(\"/{a}\")")).hasMessageContaining("{a} stands twice");
    }
}
