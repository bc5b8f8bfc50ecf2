package dev.sluice.middlewares.grpcweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Body;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.Grpc;
import dev.sluice.core.Middleware;
import dev.sluice.core.Outcome;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.WrappedBody;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.MiddlewareContract;
import dev.sluice.testkit.RecordingHandler;
import dev.sluice.testkit.TrackedBody;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcWebTest implements MiddlewareContract {
    private static final String MESSAGE = "\0\0\0\0\1q";
    private static final String TRAILERS = "\0\0\0\41grpc-status: 0\r\ngrpc-message: m\r\n";

    private final GrpcWeb web = new GrpcWeb();

    @Override
    public Middleware middleware() {
        return new GrpcWeb();
    }

    /** A body that comes in parts, each with a read of its own, and that counts the reads. */
    private static final class Parts implements Body {
        private final Queue<byte[]> parts = new ArrayDeque<>();
        private int reads;

        Parts(String... texts) {
            for (String text : texts) {
                parts.add(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public long length() {
            return UNKNOWN;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            reads++;
            byte[] next = parts.poll();
            if (next == null) {
                return -1;
            }
            System.arraycopy(next, 0, buffer, offset, next.length);
            return next.length;
        }
    }

    private record Trailed(Body body, Fields trailers) implements WrappedBody {}

    private static Request request(String type, Body body, String... more) {
        Fields fields = Fields.of("Content-Type", type, "X-Grpc-Web", "1", "Content-Length", "" + body.length());
        for (int i = 0; i < more.length; i += 2) {
            fields = fields.with(more[i], more[i + 1]);
        }
        return Exchanges.request("POST", "/s/m", fields, body);
    }

    private static String latin(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[64];
        for (int count = body.read(buffer, 0, 64); count >= 0; count = body.read(buffer, 0, 64)) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Decodes base64 that may be several texts one behind the other. */
    private static String decoded(String text) {
        StringBuilder all = new StringBuilder();
        for (String one : text.split("(?<==)(?!=)")) {
            all.append(new String(Base64.getDecoder().decode(one), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc-web, application/grpc",
        "application/grpc-web+proto, application/grpc+proto",
        "application/grpc-web+json;a=b, application/grpc+json;a=b"
    })
    void theUpstreamGetsACallOfGrpc(String type, String plain) {
        RecordingHandler next = RecordingHandler.answering(request -> GrpcAnswers.ended(0));
        web.handle(request(type, Body.of(MESSAGE), "Accept", type), next).close();
        Fields fields = next.last().fields();
        assertThat(fields.all("Content-Type")).containsExactly(plain);
        assertThat(fields.all("TE")).containsExactly("trailers");
        assertThat(fields.contains("X-Grpc-Web")).isFalse();
        assertThat(fields.contains("Accept")).isFalse();
        assertThat(latin(next.last().body())).isEqualTo(MESSAGE);
    }

    @Test
    void theClientGetsTrailersAsTheLastMessage() {
        Request request = request("application/grpc-web+proto", Body.of(MESSAGE));
        Response response = web.handle(request, next -> {
            Response answer = GrpcAnswers.ended(0);
            return answer.withFields(answer.fields().with("Content-Type", "application/grpc+proto"));
        });
        assertThat(response.fields().all("Content-Type")).containsExactly("application/grpc-web+proto");
        assertThat(latin(response.body())).isEqualTo("\0\0\0\0\1a\u0080" + TRAILERS);
        assertThat(response.body().trailers().isEmpty()).isTrue();
    }

    @Test
    void everybodyElseStillSeesHowTheCallHasEnded() {
        Response response = web.handle(
                request("application/grpc-web", Body.of(MESSAGE)), next -> GrpcAnswers.ended(Grpc.UNAVAILABLE));
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        response.onEnd(outcomes);
        Exchanges.send(response);
        assertThat(outcomes.only().countedStatus()).isEqualTo(503);
        assertThat(outcomes.only().ending()).isEqualTo(Outcome.Ending.SENT);
    }

    @Test
    void aHeadThatEndsTheCallStaysOne() {
        Response response =
                web.handle(request("application/grpc-web", Body.of(MESSAGE)), next -> GrpcAnswers.trailersOnly(5));
        assertThat(response.fields().first("grpc-status")).contains("5");
        assertThat(response.fields().first("Content-Type")).contains("application/grpc-web");
        assertThat(latin(response.body())).isEmpty();
    }

    @Test
    void textIsBase64BothWays() {
        RecordingHandler next = RecordingHandler.answering(request -> GrpcAnswers.ended(0));
        Request request = request("application/grpc-web-text+proto", Body.of(encoded(MESSAGE)));
        Response response = web.handle(request, next);
        assertThat(next.last().fields().first("Content-Type")).contains("application/grpc+proto");
        assertThat(next.last().fields().contains("Content-Length")).isFalse();
        assertThat(latin(next.last().body())).isEqualTo(MESSAGE);
        assertThat(response.fields().first("Content-Type")).contains("application/grpc-web-text");
        assertThat(decoded(latin(response.body()))).isEqualTo("\0\0\0\0\1a\u0080" + TRAILERS);
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc-web-text, application/grpc-web, application/grpc-web",
        "application/grpc-web, application/grpc-web-text+proto, application/grpc-web-text",
        "application/grpc-web-text, */*, application/grpc-web-text",
        "application/grpc-web, , application/grpc-web"
    })
    void theFieldAcceptDecidesTheVariantOfTheAnswer(String type, String accept, String answered) {
        String[] more = accept == null ? new String[0] : new String[] {"Accept", accept};
        Response response = web.handle(request(type, Body.of(""), more), next -> GrpcAnswers.ended(0));
        assertThat(response.fields().all("Content-Type")).containsExactly(answered);
    }

    @Test
    void eachMessageGoesOnBeforeTheNextIsRead() {
        Parts parts = new Parts("\0\0\0\0\1a", "\0\0\0\0\1b");
        Response streaming = Response.of(
                Status.OK_200,
                Fields.of("Content-Type", "application/grpc"),
                new Trailed(parts, Fields.of("grpc-status", "0")));
        Body body = web.handle(request("application/grpc-web-text", Body.of("")), next -> streaming)
                .body();
        byte[] buffer = new byte[100];
        int count = body.read(buffer, 0, 100);
        assertThat(parts.reads).isEqualTo(1);
        assertThat(new String(buffer, 0, count, StandardCharsets.US_ASCII)).isEqualTo(encoded("\0\0\0\0\1a"));
        assertThat(body.available()).isZero();
        assertThat(decoded(latin(body))).isEqualTo("\0\0\0\0\1b\u0080\0\0\0\20grpc-status: 0\r\n");
    }

    @Test
    void readsSeveralTextsOneBehindTheOtherCutAnywhere() {
        String text = encoded("\0\0\0\0\1a") + encoded("ab") + encoded("abc") + encoded("x") + encoded("\u00ff\0");
        for (int i = 1; i < text.length(); i++) {
            Body body = new DecodedBody(new Parts(text.substring(0, i), text.substring(i)));
            assertThat(latin(body)).isEqualTo("\0\0\0\0\1aababcx\u00ff\0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAA", "AAAA!", "AA=A", "A===", "====", "AAAA AAA"})
    void aTextThatIsNoBase64IsAMistakeOfTheClient(String text) {
        Body body = new DecodedBody(Body.of(text));
        assertThatThrownBy(() -> latin(body))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        broken -> assertThat(broken.failure())
                                .isInstanceOf(Failure.ClientBroken.class)
                                .satisfies(failure ->
                                        assertThat(failure.status().code()).isEqualTo(400)));
    }

    @Test
    void anAnswerThatIsNotOfGrpcPassesAsItIs() {
        Response page = Response.of(Status.BAD_GATEWAY_502, "no upstream");
        assertThat(web.handle(request("application/grpc-web", Body.of("")), next -> page))
                .isSameAs(page);
    }

    @Test
    void callsOfGrpcItselfPassAsTheyAre() {
        Request request = GrpcAnswers.call();
        Response answer = GrpcAnswers.ended(0);
        RecordingHandler next = RecordingHandler.answering(asked -> answer);
        assertThat(web.handle(request, next)).isSameAs(answer);
        assertThat(next.requests()).isEqualTo(List.of(request));
    }

    @Test
    void aTransferThatBreaksIsNeverACleanEnd() {
        Failure cut = new Failure.UpstreamBroken("cut", Failure.Sent.ALL);
        Body breaking = TrackedBody.breaking(MESSAGE, 3, cut);
        Response response = web.handle(
                request("application/grpc-web-text", Body.of("")),
                next -> Response.of(Status.OK_200, Fields.of("Content-Type", "application/grpc"), breaking));
        assertThatThrownBy(() -> latin(response.body())).isInstanceOf(TransferException.class);
    }
}
