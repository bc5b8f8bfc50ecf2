package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.util.List;
import java.util.Optional;

/** How a cookie's value names an upstream: oxy's {@code stickycookie.CookieValue}. Thread-safe. */
public interface CookieCodec {
    /**
     * The value that names an upstream.
     *
     * @param upstream who
     * @return characters that a cookie may hold (RFC 6265 §4.1.1)
     */
    String of(Upstream upstream);

    /**
     * The member that a value names. A client may send any text: one that is no value of this codec names no member.
     *
     * @param value what the client sent
     * @param members the members that may be named
     * @return one of the members, or empty
     */
    Optional<Member> named(String value, List<Member> members);
}
