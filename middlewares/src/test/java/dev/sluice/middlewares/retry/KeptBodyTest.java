package dev.sluice.middlewares.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.TransferException;
import dev.sluice.testkit.Await;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.TrackedBody;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class KeptBodyTest {
    /** A client that says its next words when the test does; an empty word is the end. */
    private static final class Client implements Body {
        private final BlockingQueue<String> words = new ArrayBlockingQueue<>(9);
        private volatile boolean waited;

        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            waited = true;
            try {
                byte[] word = words.take().getBytes(StandardCharsets.UTF_8);
                waited = false;
                System.arraycopy(word, 0, buffer, offset, word.length);
                return word.length == 0 ? -1 : word.length;
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    private static String next(Body body) {
        byte[] buffer = new byte[100];
        int count = body.read(buffer, 0, 100);
        return count < 0 ? "end" : new String(buffer, 0, count, StandardCharsets.UTF_8);
    }

    @Test
    void eachAttemptReadsItFromTheBeginning() {
        KeptBody body = new KeptBody(TrackedBody.ofUnknownLength("hello"));
        Body first = body.fromBeginning();
        assertThat(Exchanges.text(first)).isEqualTo("hello");
        first.close();
        assertThat(body.isWhole()).isTrue();
        assertThat(body.fromBeginning().available()).isEqualTo(5);
        assertThat(Exchanges.text(body.fromBeginning())).isEqualTo("hello");
    }

    @Test
    void anAttemptGoesOnWhereTheOneBeforeHasStopped() {
        Client client = new Client();
        client.words.add("one ");
        client.words.add("two");
        client.words.add("");
        KeptBody body = new KeptBody(client);
        assertThat(next(body.fromBeginning())).isEqualTo("one ");
        assertThat(Exchanges.text(body.fromBeginning())).isEqualTo("one two");
    }

    @Test
    void whatAnAttemptThatWasGivenUpStillReadsIsForItsSuccessor() throws Exception {
        Client client = new Client();
        client.words.add("one ");
        KeptBody body = new KeptBody(client);
        Body given = body.fromBeginning();
        assertThat(next(given)).isEqualTo("one ");
        FutureTask<String> stillWaiting = new FutureTask<>(() -> next(given));
        Thread.ofVirtual().start(stillWaiting);
        Await.until(() -> client.waited);
        Body successor = body.fromBeginning();
        assertThat(next(successor)).isEqualTo("one ");
        assertThat(successor.available()).isZero();
        FutureTask<String> waiting = new FutureTask<>(() -> next(successor));
        Thread.ofVirtual().start(waiting);
        client.words.add("two");
        assertThat(waiting.get()).isEqualTo("two");
        assertThat(stillWaiting.get()).isEqualTo("two");
        client.words.add("");
        assertThat(next(successor)).isEqualTo("end");
        assertThat(successor.available()).isEqualTo(-1);
    }

    @Test
    void aLongBodyIsSentButNotKept() {
        String text = "0123456789".repeat(KeptBody.MOST / 10 + 1);
        KeptBody body = new KeptBody(TrackedBody.ofUnknownLength(text));
        assertThat(Exchanges.text(body.fromBeginning())).isEqualTo(text);
        assertThat(body.isWhole()).isFalse();
    }

    @Test
    void aBodyThatBreaksIsBrokenForTheNextAttemptToo() {
        Failure failure = new Failure.ClientGone(Failure.Sent.ALL);
        KeptBody body = new KeptBody(TrackedBody.breaking("hello", 3, failure));
        assertThatThrownBy(() -> Exchanges.text(body.fromBeginning())).isInstanceOf(TransferException.class);
        assertThatThrownBy(() -> Exchanges.text(body.fromBeginning())).isInstanceOf(TransferException.class);
    }

    @Test
    void nothingIsKeptOfACallThatHasItsAnswer() {
        Client client = new Client();
        client.words.add("one ");
        client.words.add("two");
        KeptBody body = new KeptBody(client);
        Body only = body.fromBeginning();
        assertThat(next(only)).isEqualTo("one ");
        body.answered();
        assertThat(body.isWhole()).isFalse();
        assertThat(next(only)).isEqualTo("two");
    }
}
