package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;

/** The URL in clear text. */
record RawValue() implements CookieCodec {
    @Override
    public String of(Upstream upstream) {
        return upstream.toString();
    }

    @Override
    public Optional<Member> named(String value, List<Member> members) {
        return member(value, members);
    }

    /** The member with a URL; empty if there is none, or the text is no URL of an upstream. */
    static Optional<Member> member(String url, List<Member> members) {
        Upstream upstream;
        try {
            upstream = Upstream.of(url);
        } catch (IllegalArgumentException notAnUpstream) {
            return Optional.empty();
        }
        return members.stream()
                .filter(member -> member.upstream().equals(upstream))
                .findFirst();
    }
}
