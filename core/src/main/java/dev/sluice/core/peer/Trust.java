package dev.sluice.core.peer;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose word about a client is believed, and in which fields it is given: an option of a listener. From anybody else every
 * field that speaks of the client in a proxy's name is dropped when it is received. Immutable.
 *
 * {@snippet :
 * Trust balancers = Trust.in("10.0.0.0/8", "2001:db8::/32").guarding("X-Country");
 * }
 *
 * @param hops the addresses of the proxies in front of us
 * @param told in which fields they tell who the client is; what they say in the others is not looked at
 * @param guarded names of further fields that only they may send; {@code X-Forwarded-…} and its like are always guarded
 */
public record Trust(List<Cidr> hops, Told told, List<String> guarded) {
    /** In which fields a proxy tells who its client is. One of them, since a proxy passes on what it does not know. */
    public enum Told {
        /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED
    }

    /** Nobody's word: the default. */
    public static final Trust NOBODY = new Trust(List.of(), Told.X_FORWARDED, List.of());

    /**
     * Keeps copies.
     *
     * @throws IllegalArgumentException for a guarded name that is not a token
     */
    public Trust {
        hops = List.copyOf(hops);
        guarded = List.copyOf(guarded);
        for (String name : guarded) {
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException("guarded must be names of fields, has '" + name + "'");
            }
        }
    }

    /**
     * The word of the proxies at these addresses, in {@code X-Forwarded-…}.
     *
     * @param ranges such as {@code 10.0.0.0/8} or one address
     * @return the trust
     * @throws IllegalArgumentException naming every range that is none
     */
    public static Trust in(String... ranges) {
        Mistakes mistakes = new Mistakes();
        List<Cidr> hops = new ArrayList<>();
        for (String range : ranges) {
            mistakes.trying(() -> hops.add(Cidr.of(range)));
        }
        mistakes.throwIfAny();
        return in(hops);
    }

    /**
     * The word of the proxies at these addresses, in {@code X-Forwarded-…}.
     *
     * @param hops where they are
     * @return the trust
     */
    public static Trust in(List<Cidr> hops) {
        return new Trust(hops, Told.X_FORWARDED, List.of());
    }

    /**
     * A copy for proxies that tell it in other fields.
     *
     * @param fields which ones
     * @return the copy
     */
    public Trust told(Told fields) {
        return new Trust(hops, fields, guarded);
    }

    /**
     * A copy that guards more fields.
     *
     * @param names of fields that only trusted hops may send, such as {@code X-Country}; in any case
     * @return the copy
     */
    public Trust guarding(String... names) {
        return new Trust(
                hops, told, Stream.concat(guarded.stream(), Stream.of(names)).toList());
    }

    /**
     * Whether somebody is a trusted hop.
     *
     * @param peer the other end of a connection
     * @return true if its address is among them
     */
    public boolean includes(Peer peer) {
        return !hops.isEmpty()
                && peer.address().isPresent()
                && Cidr.anyContains(hops, peer.address().get());
    }
}
