package dev.sluice;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionTypes.bytes;
import static dev.sluice.model.option.OptionTypes.duration;
import static dev.sluice.model.option.OptionTypes.flag;
import static dev.sluice.model.option.OptionTypes.integer;
import static dev.sluice.model.option.OptionTypes.listOf;
import static dev.sluice.model.option.OptionTypes.maybe;
import static dev.sluice.model.option.OptionTypes.nested;
import static dev.sluice.model.option.OptionTypes.oneOf;
import static dev.sluice.model.option.OptionTypes.parsed;
import static dev.sluice.model.option.OptionTypes.text;
import static dev.sluice.model.option.OptionTypes.whole;

import dev.sluice.core.MessageLimits;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import dev.sluice.server.Http2Limits;
import dev.sluice.server.WireOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The options of what clients are granted. */
final class ClientSpecs {
    private static final WireOptions DEFAULTS = WireOptions.builder().build();
    private static final OptionType<Cidr> RANGE = parsed("address or range", Cidr::of, Cidr::toString);

    private static final OptionSpec<MessageLimits, Integer> LINE =
            limit("line", 64, MessageLimits::line, "bytes of a request line: 414");
    private static final OptionSpec<MessageLimits, Integer> HEAD =
            limit("head", 64, MessageLimits::head, "bytes of a whole head: 431");
    private static final OptionSpec<MessageLimits, Integer> FIELDS =
            limit("fields", 1, MessageLimits::fields, "field lines of a head: 431");
    private static final OptionSpec<MessageLimits, Integer> TRAILERS =
            limit("trailers", 0, MessageLimits::trailers, "bytes of a trailer section: 400");
    private static final PartType<MessageLimits> LIMITS_TYPE = new NestedType<>(
            "limits",
            List.of(LINE, HEAD, FIELDS, TRAILERS),
            values -> new MessageLimits(values.get(LINE), values.get(HEAD), values.get(FIELDS), values.get(TRAILERS)));

    private static final OptionSpec<Trust, List<Cidr>> HOPS =
            optional("hops", listOf(RANGE), List.of(), Trust::hops, "the proxies in front of this listener");
    private static final OptionSpec<Trust, Trust.Told> TOLD = optional(
            "told",
            oneOf(Trust.Told.class),
            Trust.NOBODY.told(),
            Trust::told,
            "in which fields they tell who their client is");
    private static final OptionSpec<Trust, List<String>> GUARDED = optional(
            "guarded", listOf(text()), List.of(), Trust::guarded, "names of further fields that only they may send");
    private static final PartType<Trust> TRUST_TYPE = new NestedType<>(
            "trust",
            List.of(HOPS, TOLD, GUARDED),
            values -> new Trust(values.get(HOPS), values.get(TOLD), values.get(GUARDED)));

    private static final OptionSpec<WireOptions, MessageLimits> LIMITS =
            clients("limits", nested(LIMITS_TYPE), WireOptions::limits, "of heads and trailers");
    private static final OptionSpec<WireOptions, Duration> HEAD_TIMEOUT =
            clients("headTimeout", duration(), WireOptions::headTimeout, "for the head of a request: 408");
    private static final OptionSpec<WireOptions, Duration> BODY_TIMEOUT =
            clients("bodyTimeout", duration(), WireOptions::bodyTimeout, "for each next part of a body: 408");
    private static final OptionSpec<WireOptions, Long> MIN_REQUEST_RATE = clients(
            "minRequestRate", whole(0), WireOptions::minRequestRate, "bytes a second of a body; 0 for none: 408");
    private static final OptionSpec<WireOptions, Long> MIN_RESPONSE_RATE = clients(
            "minResponseRate",
            whole(0),
            WireOptions::minResponseRate,
            "bytes a second at which a response is taken; 0 for none");
    private static final OptionSpec<WireOptions, Duration> RATE_WINDOW = clients(
            "rateWindow", duration(), WireOptions::rateWindow, "how long an exchange may be below a least rate");
    private static final OptionSpec<WireOptions, Duration> IDLE_TIMEOUT =
            clients("idleTimeout", duration(), WireOptions::idleTimeout, "between two requests");
    private static final OptionSpec<WireOptions, Duration> TUNNEL_IDLE_TIMEOUT = clients(
            "tunnelIdleTimeout",
            duration(),
            WireOptions::tunnelIdleTimeout,
            "for a tunnel in which no byte moves; zero for no limit");
    private static final OptionSpec<WireOptions, Long> MAX_BODY =
            clients("maxBody", bytes(), WireOptions::maxBody, "of a request: 413");
    private static final OptionSpec<WireOptions, Duration> LINGER_TIMEOUT = clients(
            "lingerTimeout",
            duration(),
            WireOptions::lingerTimeout,
            "how long a closed connection is read on so that the last answer arrives");
    private static final OptionSpec<WireOptions, Optional<Long>> MEMORY = clients(
            "memory",
            maybe(bytes()),
            WireOptions::memory,
            "what long heads and tunnels may hold together: 503; none for a quarter of the heap");
    private static final OptionSpec<WireOptions, List<Cidr>> PROXY_PROTOCOL_FROM = clients(
            "proxyProtocolFrom",
            listOf(RANGE),
            WireOptions::proxyProtocolFrom,
            "peers that must send a PROXY protocol header; others are then cut");
    private static final OptionSpec<WireOptions, Trust> TRUST =
            clients("trust", nested(TRUST_TYPE), WireOptions::trust, "whose word is believed about who a client is");
    private static final OptionSpec<WireOptions, Boolean> CLIENT_CERTIFICATES = clients(
            "clientCertificates",
            flag(),
            WireOptions::clientCertificates,
            "whether requests carry the certificate of their client in Client-Cert");

    private static final OptionSpec<WireOptions, Boolean> HTTP2 = clients(
            "http2", flag(), WireOptions::http2, "whether they may speak HTTP/2: by ALPN, or without TLS at once");
    private static final OptionSpec<WireOptions, Http2Limits> HTTP2_LIMITS =
            clients("http2Limits", nested(Http2LimitSpecs.TYPE), WireOptions::http2Limits, "of a connection of HTTP/2");

    static final PartType<WireOptions> TYPE = new NestedType<>(
            "clients",
            List.of(
                    LIMITS,
                    HEAD_TIMEOUT,
                    BODY_TIMEOUT,
                    MIN_REQUEST_RATE,
                    MIN_RESPONSE_RATE,
                    RATE_WINDOW,
                    IDLE_TIMEOUT,
                    TUNNEL_IDLE_TIMEOUT,
                    MAX_BODY,
                    LINGER_TIMEOUT,
                    MEMORY,
                    PROXY_PROTOCOL_FROM,
                    TRUST,
                    CLIENT_CERTIFICATES,
                    HTTP2,
                    HTTP2_LIMITS),
            ClientSpecs::read);

    private ClientSpecs() {}

    private static <T> OptionSpec<WireOptions, T> clients(
            String name, OptionType<T> type, Function<WireOptions, T> get, String says) {
        return optional(name, type, get.apply(DEFAULTS), get, says);
    }

    private static OptionSpec<MessageLimits, Integer> limit(
            String name, int least, Function<MessageLimits, Integer> get, String says) {
        return optional(name, integer(least), get.apply(MessageLimits.DEFAULT), get, says);
    }

    private static WireOptions read(OptionValues<WireOptions> values) {
        return new WireOptions(
                values.get(LIMITS),
                values.get(HEAD_TIMEOUT),
                values.get(BODY_TIMEOUT),
                values.get(MIN_REQUEST_RATE),
                values.get(MIN_RESPONSE_RATE),
                values.get(RATE_WINDOW),
                values.get(IDLE_TIMEOUT),
                values.get(TUNNEL_IDLE_TIMEOUT),
                values.get(MAX_BODY),
                values.get(LINGER_TIMEOUT),
                values.get(MEMORY),
                values.get(PROXY_PROTOCOL_FROM),
                values.get(TRUST),
                values.get(CLIENT_CERTIFICATES),
                values.get(HTTP2),
                values.get(HTTP2_LIMITS));
    }
}
