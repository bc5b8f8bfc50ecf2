package dev.sluice.core;

import dev.sluice.core.peer.Origin;
import dev.sluice.core.syntax.NormalHost;
import dev.sluice.core.syntax.QueryText;
import dev.sluice.core.syntax.Tokens;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Gives the key that a limit counts by: the client's address, the value of a field, or whatever a program computes. */
@FunctionalInterface
public interface Source {
    /**
     * The key of a request. Everybody without one (a missing field) shares the empty key.
     *
     * @param request what arrived
     * @return the key
     */
    String key(Request request);

    /**
     * The address of the client's {@linkplain Client#origin origin}: IPv4 whole, IPv6 by its /64 prefix, since one
     * subscriber holds at least that.
     *
     * @return the source
     */
    static Source clientIp() {
        return clientIp(64);
    }

    /**
     * The client's address, with an IPv6 prefix of one's own.
     *
     * @param ipv6PrefixBits 1 to 128
     * @return the source
     */
    static Source clientIp(int ipv6PrefixBits) {
        return new ClientIp(ipv6PrefixBits);
    }

    /**
     * A field of the request, such as {@code X-Api-Key}.
     *
     * @param name the field's name, in any case
     * @return the source
     */
    static Source header(String name) {
        return new Header(name);
    }

    /**
     * A cookie of the request (RFC 6265 §5.4), such as {@code session}.
     *
     * @param name the cookie's name, in its case
     * @return the source
     */
    static Source cookie(String name) {
        return new Cookie(name);
    }

    /**
     * The path as it was received, without the query.
     *
     * @return the source
     */
    static Source path() {
        return new Path();
    }

    /**
     * The first parameter of the query with a name, decoded as a form is.
     *
     * @param name decoded
     * @return the source
     */
    static Source query(String name) {
        return new Query(name);
    }

    /**
     * The host that the request names, in its {@linkplain NormalHost normal form}: in lower case, without port and without a dot at its end. All
     * spellings that reach the same server have one key, so that none of them is a way around a limit.
     *
     * @return the source
     */
    static Source host() {
        return new Host();
    }

    /**
     * The client's address.
     *
     * @param ipv6PrefixBits how much of an IPv6 address counts, 1 to 128
     */
    record ClientIp(int ipv6PrefixBits) implements Source {
        private static final int SUBSCRIBER = 64;

        /** Checks the prefix. */
        public ClientIp {
            if (ipv6PrefixBits < 1 || ipv6PrefixBits > 128) {
                throw new IllegalArgumentException("ipv6PrefixBits must be 1..128, is " + ipv6PrefixBits);
            }
        }

        @Override
        public String key(Request request) {
            Origin origin = request.client().origin();
            return origin.address().filter(Inet6Address.class::isInstance).isEmpty()
                    ? origin.text()
                    : prefix(origin.address().get());
        }

        private String prefix(InetAddress address) {
            byte[] bytes = address.getAddress();
            for (int bit = ipv6PrefixBits; bit < 128; bit++) {
                bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
            }
            return HexFormat.of().formatHex(bytes) + "/" + ipv6PrefixBits;
        }

        @Override
        public String toString() {
            return ipv6PrefixBits == SUBSCRIBER ? "clientIp()" : "clientIp(" + ipv6PrefixBits + ")";
        }
    }

    /**
     * A field of the request.
     *
     * @param name in any case
     */
    record Header(String name) implements Source {
        /** Checks the name. */
        public Header {
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException("header name must be a token, is '" + name + "'");
            }
        }

        @Override
        public String key(Request request) {
            return request.fields().first(name).orElse("");
        }

        @Override
        public String toString() {
            return "header(" + name + ")";
        }
    }

    /**
     * A cookie of the request.
     *
     * @param name in its case
     */
    record Cookie(String name) implements Source {
        /** Checks the name. */
        public Cookie {
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException("cookie name must be a token, is '" + name + "'");
            }
        }

        @Override
        public String key(Request request) {
            return request.cookie(name).orElse("");
        }

        @Override
        public String toString() {
            return "cookie(" + name + ")";
        }
    }

    /** The path as it was received. */
    record Path() implements Source {
        @Override
        public String key(Request request) {
            return request.path();
        }

        @Override
        public String toString() {
            return "path()";
        }
    }

    /**
     * A parameter of the query.
     *
     * @param name decoded
     */
    record Query(String name) implements Source {
        /** Checks the name. */
        public Query {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("query name must not be empty");
            }
        }

        @Override
        public String key(Request request) {
            return QueryText.first(request.target(), name);
        }

        @Override
        public String toString() {
            return "query(" + name + ")";
        }
    }

    /** The host that the request names. */
    record Host() implements Source {
        @Override
        public String key(Request request) {
            return request.host();
        }

        @Override
        public String toString() {
            return "host()";
        }
    }

    /**
     * Counts by what the route has captured.
     *
     * @param name as its predicate has it: {@code tenant} of <code>{tenant}.example.com</code>
     * @return the source; all requests of a route without the capture count as one
     */
    static Source capture(String name) {
        return new Capture(name);
    }

    /**
     * What the route has captured.
     *
     * @param name as its predicate has it
     */
    record Capture(String name) implements Source {
        /** Checks the name. */
        public Capture {
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException(
                        "the name of a capture must be letters and digits, is '" + name + "'");
            }
        }

        @Override
        public String key(Request request) {
            return request.attributes()
                    .get(Captured.KEY)
                    .map(captured -> captured.text(name))
                    .orElse("");
        }

        @Override
        public String toString() {
            return "capture(" + name + ")";
        }
    }

    /**
     * A source as it is written where it is not Java.
     *
     * @param text {@code clientIp()}, {@code clientIp(128)}, {@code header(X-Api-Key)}, {@code cookie(session)},
     *     {@code query(user)}, {@code path()}, {@code capture(tenant)} or {@code host()}
     * @return the source
     * @throws IllegalArgumentException saying what may be written
     */
    static Source parse(String text) {
        int open = text.indexOf('(');
        String argument = open < 0 || !text.endsWith(")") ? "" : text.substring(open + 1, text.length() - 1);
        return switch (open < 0 ? text : text.substring(0, open)) {
            case "clientIp" -> argument.isEmpty() ? clientIp() : clientIp(bits(argument));
            case "header" -> header(argument);
            case "cookie" -> cookie(argument);
            case "query" -> query(argument);
            case "path" -> path();
            case "capture" -> capture(argument);
            case "host" -> host();
            default ->
                throw new IllegalArgumentException(
                        "must be clientIp(), header(NAME), cookie(NAME), query(NAME), path(), capture(NAME) or host(), is "
                                + text);
        };
    }

    private static int bits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("must have a number of bits in clientIp(), is " + text, noNumber);
        }
    }

    /**
     * A source with a name for {@code explain()}.
     *
     * @param name as the DSL writes it
     * @param source what it does
     */
    record Named(String name, Source source) implements Source {
        @Override
        public String key(Request request) {
            return source.key(request);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
