package dev.sluice.testkit;

import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The innermost handler of a pipeline under test: keeps the requests that reach it, and answers as the test says. */
public final class RecordingHandler implements Handler {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Handler answer;

    private RecordingHandler(Handler answer) {
        this.answer = answer;
    }

    /** Answers 200 without a body. */
    public static RecordingHandler ok() {
        return answering(request -> Response.of(Status.OK_200));
    }

    /** Answers with what another handler returns. */
    public static RecordingHandler answering(Handler answer) {
        return new RecordingHandler(answer);
    }

    /** Answers the n-th request by the n-th handler, later ones by the last. */
    public static RecordingHandler inTurn(Handler... answers) {
        List<Request> seen = new CopyOnWriteArrayList<>();
        return answering(request -> {
            seen.add(request);
            return answers[Math.min(seen.size(), answers.length) - 1].handle(request);
        });
    }

    @Override
    public Response handle(Request request) {
        requests.add(request);
        return answer.handle(request);
    }

    /** The requests so far, in order. */
    public List<Request> requests() {
        return requests;
    }

    /** The latest request. */
    public Request last() {
        return requests.getLast();
    }
}
