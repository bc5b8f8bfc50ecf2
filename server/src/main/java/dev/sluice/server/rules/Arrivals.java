package dev.sluice.server.rules;

import dev.sluice.core.Fields;
import dev.sluice.core.Origin;
import dev.sluice.core.Peer;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Trust;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.FieldKind;
import dev.sluice.wire.Upgrade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer's requests are to the pipeline, the same in both hosts: which of their fields come in, and who the client
 * is. Both are settled when a head is received, before any step sees it.
 *
 * <p>What stays outside: hop-by-hop fields and those that Connection nominates (RFC 9110 §7.6.1); from a peer that is no
 * trusted hop also every forwarded field, and what looks like one. Two facts of the hop are kept, since an upstream may
 * answer them: an upgrade that was asked for, as {@code Upgrade} and {@code Connection: Upgrade}, and {@code TE:
 * trailers}.
 *
 * <p>One for each connection, or for each exchange where there is none to keep it with. Thread-safe.
 */
public final class Arrivals {
    private final Peer peer;
    private final Trust trust;
    private final boolean trusted;
    /** Of the request before, whose host is usually that of the next, too. The benign race makes an equal one. */
    private @Nullable Origin latest;

    /**
     * Of a peer.
     *
     * @param peer the other end of the connection
     * @param trust whose word about clients is believed
     */
    public Arrivals(Peer peer, Trust trust) {
        this.peer = peer;
        this.trust = trust;
        this.trusted = trust.includes(peer);
    }

    public Peer peer() {
        return peer;
    }

    /** The origin of a request, by its head as {@link #entering} made it. */
    public Origin origin(RequestHead head) {
        return trusted ? ToldOrigin.of(peer, head.fields(), trust) : direct(head.fields());
    }

    private Origin direct(Fields fields) {
        int host = fields.indexOf("Host", 0);
        Origin before = latest;
        if (before != null && host >= 0 && fields.holds(host, before.authority())) {
            return before;
        }
        Origin origin = Origin.of(peer, host < 0 ? "" : fields.value(host));
        latest = origin;
        return origin;
    }

    /** The head that the pipeline sees; the received one itself, if nothing of it stays outside. */
    public RequestHead entering(RequestHead received) {
        Fields fields = received.fields();
        for (int i = 0; i < fields.size(); i++) {
            FieldKind kind = FieldKind.of(fields, i);
            if (kind == FieldKind.HOP_BY_HOP || isForged(kind, fields, i)) {
                return received.withFields(kept(received));
            }
        }
        return received;
    }

    private Fields kept(RequestHead received) {
        Fields all = received.fields();
        ConnectionOptions connection = ConnectionOptions.of(all);
        List<String> protocols = Upgrade.asked(received, connection);
        boolean upgrades = !protocols.isEmpty();
        boolean trailers = all.hasMember("TE", "trailers");
        Fields kept = all.without((fields, i) -> {
            FieldKind kind = FieldKind.of(fields, i);
            return kind == FieldKind.HOP_BY_HOP
                    ? !(upgrades && fields.isNamed(i, "Upgrade")) && !(trailers && fields.isNamed(i, "TE"))
                    : connection.takesAway(kind, fields, i) || isForged(kind, fields, i);
        });
        return upgrades ? kept.toBuilder().add("Connection", "Upgrade").build() : kept;
    }

    private boolean isForged(FieldKind kind, Fields fields, int i) {
        return !trusted
                && switch (kind) {
                    case FORWARDED, FORWARDED_LOOK_ALIKE -> true;
                    case HOP_BY_HOP, LENGTH, HOST -> false;
                    default -> isGuarded(fields, i);
                };
    }

    private boolean isGuarded(Fields fields, int i) {
        for (int n = 0; n < trust.guarded().size(); n++) {
            if (fields.looksLike(i, trust.guarded().get(n).replace('_', '-'))) {
                return true;
            }
        }
        return false;
    }
}
