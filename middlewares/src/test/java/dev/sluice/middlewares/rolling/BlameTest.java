package dev.sluice.middlewares.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.core.Failure;
import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Outcome;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.middlewares.GrpcAnswers;
import io.helidon.http.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlameTest {
    private static Blame failed(Failure failure) {
        return Blame.of(Outcome.sent(Response.failed(failure, Provenance.LOCAL), 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "200, NOBODY",
        "302, NOBODY",
        "404, NOBODY",
        "429, NOBODY",
        "499, NOBODY",
        "500, UPSTREAM",
        "503, UPSTREAM",
        "504, UPSTREAM",
        "505, NOBODY"
    })
    void goesByTheStatusOfAnAnswer(int code, Blame blame) {
        assertEquals(blame, Blame.of(Outcome.sent(Response.of(Status.create(code)), 0, 0)));
    }

    @ParameterizedTest
    @CsvSource({"0, NOBODY", "1, NOBODY", "2, NOBODY", "4, UPSTREAM", "8, NOBODY", "13, UPSTREAM", "14, UPSTREAM"})
    void goesByTheStatusOfACallOfGrpc(int status, Blame blame) {
        assertEquals(blame, Blame.of(Outcome.sent(GrpcAnswers.ended(status), 0, 0)));
        assertEquals(blame, Blame.of(GrpcAnswers.trailersOnly(status)));
    }

    @Test
    void isTheUpstreamsForTheNetwork() {
        assertEquals(Blame.UPSTREAM, failed(new Failure.ConnectFailed("refused")));
        assertEquals(Blame.UPSTREAM, failed(new Failure.TimedOut(Failure.Phase.RESPONSE, Sent.ALL)));
        assertEquals(Blame.UPSTREAM, failed(new Failure.BodyTooLarge(Failure.Side.RESPONSE, 9, Sent.ALL)));
    }

    @Test
    void isTheUpstreamsForABodyThatBrokeAfterAGoodHead() {
        Failure cut = new Failure.UpstreamBroken("cut", Sent.ALL);
        assertEquals(Blame.UPSTREAM, Blame.of(Outcome.broken(Response.of(Status.OK_200), cut, 0, 7)));
    }

    @Test
    void isTheClientsForWhatTheClientDid() {
        assertEquals(Blame.CLIENT, failed(new Failure.ClientGone(Sent.ALL)));
        assertEquals(Blame.CLIENT, failed(new Failure.ClientBroken(Status.BAD_REQUEST_400, "chunk")));
        assertEquals(Blame.CLIENT, failed(new Failure.BodyTooLarge(Failure.Side.REQUEST, 9, Sent.NOTHING)));
        assertEquals(Blame.CLIENT, Blame.of(Response.problem(Status.NOT_IMPLEMENTED_501, Reason.NO_TUNNEL, "")));
        Failure gone = new Failure.ClientGone(Sent.ALL);
        assertEquals(Blame.CLIENT, Blame.of(Outcome.broken(Response.of(Status.INTERNAL_SERVER_ERROR_500), gone, 0, 7)));
    }

    @Test
    void isNobodysIfTheTimeWasUsedUpBeforeTheUpstreamHadTheRequest() {
        assertEquals(Blame.NOBODY, failed(new Failure.TimedOut(Failure.Phase.TOTAL, Sent.NOTHING)));
        assertEquals(Blame.NOBODY, failed(new Failure.TimedOut(Failure.Phase.TOTAL, Sent.PART_OF_BODY)));
        assertEquals(Blame.NOBODY, failed(new Failure.TimedOut(Failure.Phase.ATTEMPT, Sent.HEAD)));
        assertEquals(Blame.UPSTREAM, failed(new Failure.TimedOut(Failure.Phase.TOTAL, Sent.ALL)));
        assertEquals(Blame.UPSTREAM, failed(new Failure.TimedOut(Failure.Phase.ATTEMPT, Sent.ALL)));
    }

    @Test
    void isTheUpstreamsForABugBehindUs() {
        assertEquals(Blame.UPSTREAM, Blame.of(Outcome.bug(new IllegalStateException("bug"))));
    }
}
