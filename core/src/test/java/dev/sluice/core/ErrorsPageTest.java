package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/errors.md} to the reasons that there are. */
class ErrorsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/errors.md"));
    }

    private static List<Failure> failures() {
        Failure.Sent sent = Failure.Sent.NOTHING;
        Stream<Failure> timeouts =
                Arrays.stream(Failure.Phase.values()).map(phase -> new Failure.TimedOut(phase, sent));
        Stream<Failure> sizes =
                Arrays.stream(Failure.Side.values()).map(side -> new Failure.BodyTooLarge(side, 1, sent));
        Stream<Failure> others = Stream.of(
                new Failure.ConnectFailed(""),
                new Failure.UpstreamBroken("", sent),
                new Failure.ClientGone(sent),
                new Failure.ClientBroken(Status.BAD_REQUEST_400, ""),
                new Failure.ClientBroken(Status.REQUEST_TIMEOUT_408, ""),
                new Failure.NoUpstream(""),
                new Failure.Overloaded(""),
                new Failure.DrainOver(sent));
        return Stream.of(timeouts, sizes, others).flatMap(all -> all).toList();
    }

    @Test
    void listsEveryReasonOnceAndNoOther() throws IOException {
        List<String> listed = new ArrayList<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            listed.add(row.group(1));
        }
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Reason.all().stream(), failures().stream().map(Failure::reason))
                                .toList());
        assertThat(page()).contains("`refused-NNN`");
    }

    @Test
    void tellsTheStatusOfEveryFailure() throws IOException {
        for (Failure failure : failures()) {
            String start = "| `" + failure.reason() + "` | " + failure.status().code();
            assertThat(page()).contains(start);
        }
    }

    @Test
    void noKindOfFailureIsForgottenHere() {
        assertThat(failures().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }
}
