package dev.sluice.middlewares.loadbalance.sticky;

import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.core.time.Ticker;
import dev.sluice.middlewares.loadbalance.pool.Member;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The affinity of a client to an upstream, kept in a cookie (RFC 6265). Immutable, thread-safe. After oxy's
 * {@code roundrobin.StickySession}.
 */
public final class StickySession {
    private static final DateTimeFormatter EXPIRES = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StickyOptions options;
    private final CookieCodec codec;

    /**
     * Makes the codec of its values; keeps nothing else.
     *
     * @param options the cookie
     * @param ticker the time, which values may be valid for
     * @param random for the nonces of encrypted values: must not be predictable
     */
    public StickySession(StickyOptions options, Ticker ticker, RandomGenerator random) {
        this.options = options;
        this.codec = options.value().codec(ticker, random);
    }

    /**
     * The member that a request's cookie names. Of several cookies with the name the first that names one counts.
     *
     * @param request of a client
     * @param members those who may be named
     * @return empty if it names none of them
     */
    public Optional<Member> named(Request request, List<Member> members) {
        return request.fields().all("Cookie").stream()
                .flatMap(this::values)
                .flatMap(value -> codec.named(value, members).stream())
                .findFirst();
    }

    private Stream<String> values(String cookies) {
        String prefix = options.cookie() + "=";
        return Stream.of(cookies.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> unquoted(pair.substring(prefix.length())));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /**
     * Tells the client by {@code Set-Cookie} to come back.
     *
     * @param response of the upstream
     * @param request the request it answers
     * @param upstream whom the cookie is to name
     * @return the response with the field
     */
    public Response stick(Response response, Request request, Upstream upstream) {
        boolean secure = options.secure().orElseGet(() -> secureByDefault(request));
        StringBuilder cookie = new StringBuilder(options.cookie())
                .append('=')
                .append(codec.of(upstream))
                .append("; Path=")
                .append(options.path());
        options.domain().ifPresent(domain -> cookie.append("; Domain=").append(domain));
        options.expires().ifPresent(at -> cookie.append("; Expires=").append(EXPIRES.format(at)));
        options.maxAge().ifPresent(age -> cookie.append("; Max-Age=").append(age.toSeconds()));
        cookie.append(options.httpOnly() ? "; HttpOnly" : "").append(secure ? "; Secure" : "");
        options.sameSite().ifPresent(site -> cookie.append("; SameSite=").append(site));
        return response.withFields(response.fields().toBuilder()
                .add("Set-Cookie", cookie.toString())
                .build());
    }

    /** True over TLS, and for {@code SameSite=None}, which browsers accept only with {@code Secure}. */
    private boolean secureByDefault(Request request) {
        return request.client().origin().secure() || options.sameSite().equals(Optional.of(SameSite.NONE));
    }
}
