package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;

/** Reads values of two kinds, the old one first, and writes the new one. */
record MigratingValue(CookieCodec from, CookieCodec to) implements CookieCodec {
    @Override
    public String of(Upstream upstream) {
        return to.of(upstream);
    }

    @Override
    public Optional<Member> named(String value, List<Member> members) {
        return from.named(value, members).or(() -> to.named(value, members));
    }
}
