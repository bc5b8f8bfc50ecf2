package dev.sluice.server.tls;

import dev.sluice.core.options.Mistakes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All certificates of a listener, by the names that they are for. A client gets the one for the name it asks for (SNI,
 * RFC 6066 §3): an exact name before a wildcard, which stands for one label (RFC 9525 §6.3); else, and if it asks for
 * none, the first. Immutable.
 */
public final class Identities {
    private final List<Identity> all;
    private final Map<String, Identity> byName = new HashMap<>();

    private Identities(List<Identity> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Checks them one by one and together.
     *
     * @param all one or more, the default first
     * @param now the time of day
     * @throws dev.sluice.core.options.MistakesException naming every key that is of another certificate, every
     *     certificate that has expired, and every name that two are for
     */
    public static Identities of(List<Identity> all, Instant now) {
        Identities identities = new Identities(all);
        Mistakes mistakes = new Mistakes();
        for (Identity one : identities.all) {
            one.mistake(now).ifPresent(mistakes::add);
            one.names().stream().distinct().forEach(name -> identities.add(name, one, mistakes));
        }
        mistakes.throwIfAny();
        return identities;
    }

    private void add(String name, Identity identity, Mistakes mistakes) {
        Identity other = byName.putIfAbsent(name, identity);
        if (other != null) {
            mistakes.add("two certificates are for the name " + name + ": that read from " + other.from()
                    + " and that read from " + identity.from());
        }
    }

    /**
     * The one for a name.
     *
     * @param asked what the client asked for, in any case; empty for nothing
     */
    Identity named(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        Identity exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int label = name.indexOf('.');
        Identity wild = label > 0 ? byName.get("*" + name.substring(label)) : null;
        return wild == null ? all.getFirst() : wild;
    }

    /** The alias of one, for the JDK. */
    String alias(Identity identity) {
        return String.valueOf(all.indexOf(identity));
    }

    /** The one of an alias. */
    Identity aliased(String alias) {
        return all.get(Integer.parseInt(alias));
    }
}
