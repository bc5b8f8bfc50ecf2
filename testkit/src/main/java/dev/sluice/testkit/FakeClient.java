package dev.sluice.testkit;

import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.Peer;
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
    private final List<Status> interim = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    private FakeClient(Peer peer) {
        this.peer = peer;
    }

    /** A plain-text client at an address literal. */
    public static FakeClient at(String address) {
        try {
            return new FakeClient(
                    Peer.of(new InetSocketAddress(InetAddress.getByName(address), 40_000), Optional.empty()));
        } catch (UnknownHostException notALiteral) {
            throw new IllegalArgumentException(notALiteral);
        }
    }

    /** A client with a peer of one's own. */
    public static FakeClient of(Peer peer) {
        return new FakeClient(peer);
    }

    @Override
    public Peer peer() {
        return peer;
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
