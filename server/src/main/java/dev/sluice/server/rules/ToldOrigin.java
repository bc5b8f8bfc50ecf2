package dev.sluice.server.rules;

import dev.sluice.core.Fields;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.syntax.Cidr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The origin that a trusted hop speaks for, by its forwarded fields. The list of addresses is walked from the right,
 * where the hop itself has written, as long as each address is a trusted hop. The first one that is not is the origin;
 * addresses before it are unverified claims. An entry that is no address ends the walk at the hop that wrote it.
 *
 * <p>Scheme, host and port are those of the request that the origin sent, as the hop states them. A missing or
 * malformed one is taken from the received request.
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

    /**
     * The member of a list that was written by the hop which the origin is connected to; each hop may have appended
     * one.
     */
    private static @Nullable String atHop(List<String> members, Walk walk) {
        int fromRight = Math.min(members.size(), Math.max(1, walk.length()));
        return members.isEmpty() ? null : members.get(members.size() - fromRight);
    }

    /**
     * A walk over a list of addresses.
     *
     * @param nodes the list, as received
     * @param at the index of the origin; the length of the list if the peer is the origin
     * @param address the address of the origin
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

        /** How many hops are between the origin and the gateway, the peer included. */
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
