package dev.sluice.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.top.Key.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static List<Key> keys(String sent) throws IOException {
        int[] at = {0};
        Keys keys = new Keys(millis -> at[0] < sent.length() ? sent.charAt(at[0]++) : -2);
        List<Key> all = new ArrayList<>();
        for (Key key = keys.next(1); key.kind() != Kind.NONE || at[0] < sent.length(); key = keys.next(1)) {
            all.add(key);
        }
        return all;
    }

    private static List<Kind> kinds(String sent) throws IOException {
        return keys(sent).stream().map(Key::kind).toList();
    }

    @Test
    void readsCharactersThoseOfTwoHalvesToo() throws IOException {
        assertThat(keys("qé\uD83D\uDE00"))
                .containsExactly(
                        new Key(Kind.CHARACTER, 'q'), new Key(Kind.CHARACTER, 'é'), new Key(Kind.CHARACTER, 0x1F600));
    }

    @Test
    void readsSequencesOfXtermInBothModes() throws IOException {
        assertThat(kinds("\033[A\033OB\033[5~\033[6~\033[H\033[1~\033OF\033[4~\033[Z"))
                .containsExactly(
                        Kind.UP,
                        Kind.DOWN,
                        Kind.PAGE_UP,
                        Kind.PAGE_DOWN,
                        Kind.HOME,
                        Kind.HOME,
                        Kind.END,
                        Kind.END,
                        Kind.BACK_TAB);
        assertThat(kinds("\t\r\u007f")).containsExactly(Kind.TAB, Kind.ENTER, Kind.BACKSPACE);
    }

    @Test
    void anEscapeThatNothingFollowsIsAKeyAndSequencesWithoutAMeaningAreNone() throws IOException {
        assertThat(kinds("\033")).containsExactly(Kind.ESCAPE);
        assertThat(kinds("\033[1;5Aq")).containsExactly(Kind.NONE, Kind.CHARACTER);
        assertThat(kinds("\033[111111111111q")).startsWith(Kind.NONE);
        assertThat(kinds("\001q")).containsExactly(Kind.NONE, Kind.CHARACTER);
    }

    @Test
    void aKeyboardThatIsGoneIsTold() throws IOException {
        assertThat(new Keys(millis -> -1).next(1).kind()).isEqualTo(Kind.GONE);
    }
}
