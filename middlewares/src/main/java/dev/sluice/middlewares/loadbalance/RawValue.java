package dev.sluice.middlewares.loadbalance;

import dev.sluice.core.Upstream;
import java.util.Optional;
import java.util.Set;

record RawValue() implements CookieValue {
    @Override
    public String of(Upstream upstream) {
        return upstream.toString();
    }

    @Override
    public Optional<Upstream> named(String value, Set<Upstream> members) {
        return parsed(value).filter(members::contains);
    }

    static Optional<Upstream> parsed(String url) {
        try {
            return Optional.of(Upstream.of(url));
        } catch (IllegalArgumentException notAnUpstream) {
            return Optional.empty();
        }
    }
}
