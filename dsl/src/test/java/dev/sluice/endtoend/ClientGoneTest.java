package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FakeUpstream;
import dev.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that leaves takes its exchange with the upstream along: promised within 100 ms, tested with a second. */
class ClientGoneTest {
    private static final long BUDGET_MILLIS = 1000;

    /** How a client leaves. */
    enum Leaving {
        ORDERLY {
            @Override
            void leave(RawClient client) throws IOException {
                client.close();
            }
        },
        BY_RESET {
            @Override
            void leave(RawClient client) throws IOException {
                client.reset();
            }
        };

        abstract void leave(RawClient client) throws IOException;
    }

    /** Remembers when the gateway's end of a connection was gone. */
    private static final class Upstream {
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);
        private final AtomicLong at = new AtomicLong();

        FakeUpstream.Script saying(String response) {
            return connection -> {
                connection.readHead();
                connection.write(response);
                busy.countDown();
                try {
                    while (connection.read() >= 0) {
                        // what was on its way
                    }
                } finally {
                    at.set(System.nanoTime());
                    gone.countDown();
                }
            };
        }
    }

    private static void leaves(Leaving how, String request, String response, String seen) throws Exception {
        Upstream upstream = new Upstream();
        try (Wires wires = Wires.scripted(upstream.saying(response));
                RawClient client = wires.connect()) {
            client.send(request);
            assertThat(upstream.busy.await(10, TimeUnit.SECONDS)).isTrue();
            client.read(seen.length());
            long left = System.nanoTime();
            how.leave(client);
            assertThat(upstream.gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(upstream.at.get() - left)).isLessThan(BUDGET_MILLIS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whileTheHeadIsAwaited(Leaving how) throws Exception {
        leaves(how, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", "");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whileAPostIsAwaited(Leaving how) throws Exception {
        leaves(how, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", "", "");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whileAStreamIsSilent(Leaving how) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        leaves(how, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", head + "2\r\nhi\r\n", "HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void duringTheUpload(Leaving how) throws Exception {
        leaves(how, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhi", "", "");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void duringAChunkedUploadThatIsAnsweredAlready(Leaving how) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        leaves(
                how,
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
                head + "2\r\nhi\r\n",
                "HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whileA100IsAwaited(Leaving how) throws Exception {
        leaves(how, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n", "", "");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void afterAnInterimAnswer(Leaving how) throws Exception {
        leaves(how, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 103");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whileTheRequestBehindItIsThereAlready(Leaving how) throws Exception {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        leaves(how, get + get, "", "");
    }
}
