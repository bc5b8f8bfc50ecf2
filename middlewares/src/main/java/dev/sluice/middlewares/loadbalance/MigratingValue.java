package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;
import java.util.Optional;
import java.util.Set;

record MigratingValue(CookieValue from, CookieValue to) implements CookieValue {
    @Override
    public String of(Upstream upstream) {
        return to.of(upstream);
    }

    @Override
    public Optional<Upstream> named(String value, Set<Upstream> members) {
        return from.named(value, members).or(() -> to.named(value, members));
    }
}
