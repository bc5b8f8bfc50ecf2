package dev.sluice.testkit;

import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client without a connection: its address, whether it has left, and the interim responses that it was sent. */
public final class FakeClient implements Client {
    private final Peer peer;
    private final Origin origin;
    private final List<Status> interim = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    private FakeClient(Peer peer, Origin origin) {
        this.peer = peer;
        this.origin = origin;
    }

    /** A plain-text client at an address literal. */
    public static FakeClient at(String address) {
        try {
            return of(Peer.of(new InetSocketAddress(InetAddress.getByName(address), 40_000), Optional.empty()));
        } catch (UnknownHostException notALiteral) {
            throw new IllegalArgumentException(notALiteral);
        }
    }

    /** A client with a peer of one's own, which has named no host. */
    public static FakeClient of(Peer peer) {
        return new FakeClient(peer, Origin.of(peer, ""));
    }

    /** The same client, which has asked for the host that a Host field names. */
    public FakeClient asking(Fields fields) {
        List<String> hosts = fields.all("Host");
        return new FakeClient(peer, Origin.of(peer, hosts.size() == 1 ? hosts.getFirst() : ""));
    }

    /** The same peer as a trusted hop that speaks for somebody else. */
    public FakeClient speakingFor(Origin other) {
        return new FakeClient(peer, other);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public void inform(Status status, Fields fields) {
        interim.add(status);
    }

    @Override
    public Registration onGone(Runnable action) {
        watchers.add(action);
        if (gone) {
            action.run();
        }
        return () -> watchers.remove(action);
    }

    /** Makes the client leave: runs the registered actions. */
    public void leave() {
        gone = true;
        watchers.forEach(Runnable::run);
    }

    /** The statuses of the interim responses that it was sent. */
    public List<Status> interim() {
        return interim;
    }

    /** How many actions are registered for its leaving. */
    public int watchers() {
        return watchers.size();
    }
}
