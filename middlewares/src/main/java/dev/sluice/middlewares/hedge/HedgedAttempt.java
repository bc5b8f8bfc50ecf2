package dev.sluice.middlewares.hedge;

import dev.sluice.core.Attributes;
import dev.sluice.core.Body;
import dev.sluice.core.Grpc;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.PickWatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the attempts of a {@link HedgedExchange}, and where it goes. Thread-safe. */
final class HedgedAttempt implements PickWatch {
    private final boolean added;
    private final AttemptClient client;
    private final Request request;
    private volatile @Nullable Upstream upstream;
    private volatile boolean refused;

    private HedgedAttempt(boolean added, AttemptClient client, Request asked) {
        this.added = added;
        this.client = client;
        this.request = asked.withClient(client).with(Attributes.EMPTY.with(KEY, this));
    }

    /** The first attempt of an exchange. */
    static HedgedAttempt first(Request asked, AttemptClient client) {
        Body body = asked.body();
        return new HedgedAttempt(false, client, body.length() == 0 ? asked : asked.withBody(body.replay()));
    }

    /** One more attempt, which is not sent to a member that another attempt was sent to. */
    static HedgedAttempt besides(List<HedgedAttempt> others, Request asked, AttemptClient client) {
        Body body = asked.body().length() == 0 ? Body.empty() : asked.body().replay();
        Request again = asked;
        for (HedgedAttempt other : others) {
            again = again.again(body, other.upstream());
        }
        return new HedgedAttempt(true, client, again);
    }

    @Override
    public boolean picked(Upstream member) {
        upstream = member;
        refused = added && request.tried().contains(member);
        return !refused;
    }

    /** Whether there was no other member for it. */
    boolean isRefused() {
        return refused;
    }

    Optional<Upstream> upstream() {
        return Optional.ofNullable(upstream);
    }

    Request request() {
        return request;
    }

    AttemptClient client() {
        return client;
    }

    /** Whether hedging has added it. */
    boolean isAdded() {
        return added;
    }

    /** Whether a response ends the wait for others: an upstream's, and no failure of it. */
    static boolean isGood(Response response) {
        return response.failure().isEmpty()
                && response.provenance().reason().isEmpty()
                && Grpc.countedStatus(response) < 500;
    }
}
