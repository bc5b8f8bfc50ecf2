package dev.sluice.server.rules;

import dev.sluice.core.Cidr;
import dev.sluice.core.Fields;
import dev.sluice.core.Origin;
import dev.sluice.core.Peer;
import dev.sluice.core.Trust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a trusted hop speaks for. The list of addresses is walked from the right, which the hop itself has written, as long
 * as each address is a trusted hop too; the first that is not is the origin, and what stands before it is a mere claim.
 * An entry that is no address ends the walk at the hop that said it.
 *
 * <p>Scheme, host and port are what the hop says that the origin was connected to. What it does not say, or says in a
 * malformed way, is taken from the request.
 */
final class ToldOrigin {
    private ToldOrigin() {}

    static Origin of(Peer peer, Fields fields, Trust trust) {
        if (trust.told() == Trust.Told.FORWARDED) {
            List<ForwardedElement> elements = ForwardedElement.all(fields);
            List<String> nodes = elements.stream().map(ForwardedElement::node).toList();
            Walk walk = Walk.over(nodes, peer, trust);
            Asked asked = elements.isEmpty()
                    ? Asked.UNSAID
                    : elements.get(Math.min(walk.at, elements.size() - 1)).asked();
            return walk.origin(peer, asked, fields);
        }
        Walk walk = Walk.over(fields.members("X-Forwarded-For"), peer, trust);
        Asked asked = Asked.of(
                atHop(fields.members("X-Forwarded-Proto"), walk),
                atHop(fields.members("X-Forwarded-Host"), walk),
                atHop(fields.members("X-Forwarded-Port"), walk));
        return walk.origin(peer, asked, fields);
    }

    /** What the hop that the origin is connected to has said, in a list to which each hop may have added its own. */
    private static @Nullable String atHop(List<String> members, Walk walk) {
        int fromRight = Math.min(members.size(), Math.max(1, walk.length()));
        return members.isEmpty() ? null : members.get(members.size() - fromRight);
    }

    /**
     * A walk over a list of addresses.
     *
     * @param nodes the list, as it was told
     * @param at where the origin is in it; behind its end if that is the peer
     * @param address the origin's
     */
    private record Walk(List<String> nodes, int at, InetAddress address) {
        static Walk over(List<String> nodes, Peer peer, Trust trust) {
            int at = nodes.size();
            InetAddress current = peer.address().orElseThrow();
            while (at > 0 && Cidr.anyContains(trust.hops(), current)) {
                Optional<InetAddress> before = address(nodes.get(at - 1));
                if (before.isEmpty()) {
                    break;
                }
                current = before.get();
                at--;
            }
            return new Walk(nodes, at, current);
        }

        /** How many hops lie behind the origin, the peer included. */
        int length() {
            return nodes.size() - at;
        }

        Origin origin(Peer peer, Asked asked, Fields fields) {
            String scheme = asked.scheme() != null ? asked.scheme() : peer.secure() ? "https" : "http";
            String authority = asked.authority() != null
                    ? asked.authority()
                    : fields.first("Host").orElse("");
            int port = asked.port() > 0 ? asked.port() : Origin.port(authority, scheme);
            String text = length() == 0 ? peer.host() : text(address);
            return new Origin(Optional.of(address), text, scheme, authority, port, way(peer));
        }

        private Origin.Way way(Peer peer) {
            List<String> hops = new ArrayList<>(length());
            if (length() > 0) {
                nodes.subList(at + 1, nodes.size())
                        .forEach(hop -> hops.add(text(address(hop).orElseThrow())));
                hops.add(peer.host());
            }
            return new Origin.Way(nodes.subList(0, at), hops);
        }

        private static String text(InetAddress address) {
            return Peer.of(new InetSocketAddress(address, 0), Optional.empty()).host();
        }

        /** An address, to which some proxies add the port of the client; an IPv6 address is then in brackets. */
        private static Optional<InetAddress> address(String node) {
            int close = node.indexOf(']');
            if (node.startsWith("[") && close > 0) {
                boolean alone = close == node.length() - 1 || node.charAt(close + 1) == ':';
                return alone ? Cidr.address(node.substring(1, close)) : Optional.empty();
            }
            int colon = node.indexOf(':');
            boolean hasPort = colon > 0 && colon == node.lastIndexOf(':');
            return Cidr.address(hasPort ? node.substring(0, colon) : node);
        }
    }
}
