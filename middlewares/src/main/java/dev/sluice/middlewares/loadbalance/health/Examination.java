package dev.sluice.middlewares.loadbalance.health;

import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Probe;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One check while it is made: the request, and the client of it, which leaves if the answer takes too long. */
final class Examination implements Client {
    private static final Peer SELF = new Peer(Optional.empty(), "sluice", 0, Optional.empty());
    private static final Origin ORIGIN = Origin.of(SELF, "");
    private static final int MOST_OF_BODY = 64 * 1024;

    private final HealthCheck rules;
    private final Upstream upstream;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    Examination(HealthCheck rules, Upstream member) {
        this.rules = rules;
        this.upstream = rules.port() == 0
                ? member
                : new Upstream(member.scheme(), member.host(), rules.port(), member.basePath(), member.address());
    }

    /**
     * What an answer shows.
     *
     * @param passed whether the member is well
     * @param why the status, or what was wrong
     */
    record Finding(boolean passed, String why) {}

    /** Blocks until there is an answer, or {@link #leave} is called. */
    Finding find(Probe probe, long now) {
        if (rules.tcp()) {
            return probe.connect(upstream, this).map(Examination::of).orElse(new Finding(true, "connected"));
        }
        boolean grpc = !rules.grpc().isEmpty();
        RequestHead head = grpc
                ? new RequestHead("POST", GrpcHealth.PATH, GrpcHealth.fields(fields()))
                : new RequestHead(rules.method(), rules.path(), fields());
        Body body = grpc ? GrpcHealth.question(rules.grpc()) : Body.empty();
        try (Response response = probe.ask(Request.of(head, body, this, now).withUpstream(upstream))) {
            return grpc && response.failure().isEmpty() ? GrpcHealth.finding(response) : of(response);
        } catch (TransferException broken) {
            return of(broken.failure());
        }
    }

    private Fields fields() {
        FieldsBuilder fields = Fields.builder();
        if (!rules.host().isEmpty()) {
            fields.add("Host", rules.host());
        }
        rules.fields().forEach(fields::add);
        return fields.build();
    }

    private Finding of(Response response) {
        if (response.failure().isPresent()) {
            return of(response.failure().get());
        }
        int code = response.status().code();
        if (!rules.statuses().has(code)) {
            return new Finding(false, "status " + code);
        }
        return rules.body().isEmpty()
                        || new String(start(response.body()), StandardCharsets.UTF_8).contains(rules.body())
                ? new Finding(true, "status " + code)
                : new Finding(false, "body without '" + rules.body() + "'");
    }

    /** A full pool of connections is the gateway's own limit, and shows that the member is in use. */
    private static Finding of(Failure failure) {
        boolean busy = failure instanceof Failure.Overloaded
                || (failure instanceof Failure.TimedOut late && late.phase() == Failure.Phase.POOL);
        return new Finding(busy, text(failure));
    }

    /** The first 64 KiB of a body. */
    static byte[] start(Body body) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        int count = 0;
        while (count >= 0 && read.size() < MOST_OF_BODY) {
            read.write(buffer, 0, count);
            count = body.read(buffer, 0, buffer.length);
        }
        return read.toByteArray();
    }

    private static String text(Failure failure) {
        return switch (failure) {
            case Failure.ConnectFailed connect -> connect.reason() + ": " + connect.detail();
            default -> failure.reason();
        };
    }

    @Override
    public Peer peer() {
        return SELF;
    }

    @Override
    public Origin origin() {
        return ORIGIN;
    }

    @Override
    public void inform(Status status, Fields fields) {}

    @Override
    public Registration onGone(Runnable action) {
        watchers.add(action);
        if (gone) {
            action.run();
        }
        return () -> watchers.remove(action);
    }

    /** Gives the check up. */
    void leave() {
        gone = true;
        watchers.forEach(Runnable::run);
    }
}
