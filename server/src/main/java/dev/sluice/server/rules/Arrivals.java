package dev.sluice.server.rules;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.RequestHead;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.peer.Trust;
import dev.sluice.wire.ConnectionOptions;
import dev.sluice.wire.FieldKind;
import dev.sluice.wire.Upgrade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, in the same way in both hosts, which fields of a peer's requests the pipeline sees, and who the client is.
 * Both are decided when a head is received, before any step sees it.
 *
 * <p>Removed are hop-by-hop fields and those that Connection nominates (RFC 9110 §7.6.1); from a peer that is no
 * trusted hop also every forwarded field, and fields that look like one. Two facts of the hop are kept for the
 * upstream: an upgrade that was asked for, as {@code Upgrade} and {@code Connection: Upgrade}, and {@code TE:
 * trailers}.
 *
 * <p>There is one for each connection, or for each exchange where connections are not known. Thread-safe.
 */
public final class Arrivals {
    /** Under which the context of a request says whether its exchange tells of certificates, a Boolean. */
    public static final Object CERTIFICATES = "sluice.client-certificates";

    private final Peer peer;
    private final Trust trust;
    private final boolean trusted;
    /** What upstreams are told of the client's certificate. */
    private final Fields certificate;
    /**
     * The origin of the last request, reused for the next one if its host is the same. The data race is benign: it
     * makes an equal one.
     */
    private @Nullable Origin latest;

    /**
     * For the requests of a peer.
     *
     * @param peer the other end of the connection
     * @param trust the trusted proxies, whose word about clients is believed
     * @param certificates whether requests carry the certificate of their client (RFC 9440)
     */
    public Arrivals(Peer peer, Trust trust, boolean certificates) {
        this.certificate = certificates ? CertificateFields.of(peer) : Fields.EMPTY;
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
        int host = fields.indexOf(FieldNames.HOST, 0);
        Origin before = latest;
        if (before != null && host >= 0 && fields.holds(host, before.authority())) {
            return before;
        }
        Origin origin = Origin.of(peer, host < 0 ? "" : fields.value(host));
        latest = origin;
        return origin;
    }

    /**
     * The head that the pipeline sees; the received one itself, if nothing of it stays outside and nothing is told of a
     * certificate. What a trusted hop tells of the certificate of its client stays.
     */
    public RequestHead entering(RequestHead received) {
        RequestHead entering = passing(received);
        return certificate.isEmpty() || CertificateFields.isTold(entering.fields())
                ? entering
                : entering.withFields(CertificateFields.added(entering.fields(), certificate));
    }

    private RequestHead passing(RequestHead received) {
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
        boolean trailers = all.hasMember(FieldNames.TE, "trailers");
        Fields kept = all.without((fields, i) -> {
            FieldKind kind = FieldKind.of(fields, i);
            return kind == FieldKind.HOP_BY_HOP
                    ? !(upgrades && fields.isNamed(i, "Upgrade")) && !(trailers && fields.isNamed(i, FieldNames.TE))
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
