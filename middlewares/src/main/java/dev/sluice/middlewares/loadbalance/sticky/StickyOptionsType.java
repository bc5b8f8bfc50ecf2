package dev.sluice.middlewares.loadbalance.sticky;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.options.Secret;
import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.loadbalance.sticky.CookieValue.Aes;
import dev.sluice.middlewares.loadbalance.sticky.CookieValue.Hash;
import dev.sluice.middlewares.loadbalance.sticky.CookieValue.Migrating;
import dev.sluice.middlewares.loadbalance.sticky.CookieValue.Raw;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import dev.sluice.model.option.PartType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code sticky}: the options of a sticky session, inside those of a balancing step. */
public final class StickyOptionsType implements PartType<StickyOptions> {
    /** The type. */
    public static final StickyOptionsType TYPE = new StickyOptionsType();

    private static final StickyOptions DEFAULT = StickyOptions.builder().build();

    private static final OptionSpec<StickyOptions, String> COOKIE =
            optional("cookie", OptionTypes.text(), DEFAULT.cookie(), StickyOptions::cookie, "the name of the cookie");
    private static final OptionSpec<StickyOptions, CookieValue> VALUE =
            optional("value", value(), DEFAULT.value(), StickyOptions::value, "how the cookie names an upstream");
    private static final OptionSpec<StickyOptions, String> PATH = optional(
            "path", OptionTypes.text(), DEFAULT.path(), StickyOptions::path, "the paths that browsers send it to");
    private static final OptionSpec<StickyOptions, Optional<String>> DOMAIN = optional(
            "domain",
            OptionTypes.maybe(OptionTypes.text()),
            DEFAULT.domain(),
            StickyOptions::domain,
            "the hosts that browsers send it to: this one and those below it; none is the host that answered");
    private static final OptionSpec<StickyOptions, Boolean> HTTP_ONLY = optional(
            "httpOnly",
            OptionTypes.flag(),
            DEFAULT.httpOnly(),
            StickyOptions::httpOnly,
            "whether scripts are kept from it");
    private static final OptionSpec<StickyOptions, Optional<Boolean>> SECURE = optional(
            "secure",
            OptionTypes.maybe(OptionTypes.flag()),
            DEFAULT.secure(),
            StickyOptions::secure,
            "whether it is sent over TLS only; none is if the client speaks TLS, or if SameSite is NONE");
    private static final OptionSpec<StickyOptions, Optional<Duration>> MAX_AGE = optional(
            "maxAge",
            OptionTypes.maybe(OptionTypes.duration()),
            DEFAULT.maxAge(),
            StickyOptions::maxAge,
            "how long a browser keeps it; none is until it is closed");
    private static final OptionSpec<StickyOptions, Optional<Instant>> EXPIRES = optional(
            "expires",
            OptionTypes.maybe(
                    OptionTypes.parsed("time, such as 2027-01-31T00:00:00Z", Instant::parse, Instant::toString)),
            DEFAULT.expires(),
            StickyOptions::expires,
            "until when a browser keeps it, if there is no maxAge");
    private static final OptionSpec<StickyOptions, Optional<SameSite>> SAME_SITE = optional(
            "sameSite",
            OptionTypes.maybe(OptionTypes.oneOf(SameSite.class)),
            DEFAULT.sameSite(),
            StickyOptions::sameSite,
            "whether a browser sends it along from other sites");

    private StickyOptionsType() {}

    private static OptionType<CookieValue> value() {
        return Variant.oneOf("value", List.of(raw(), hash(), aes(), migrate()));
    }

    private static Variant<CookieValue, Raw> raw() {
        return new Variant<>("raw", Raw.class, OptionTypes.nested(new Nested<>("raw", List.of(), values -> new Raw())));
    }

    private static Variant<CookieValue, Hash> hash() {
        OptionSpec<Hash, String> salt =
                optional("salt", OptionTypes.text(), "", Hash::salt, "makes it harder to guess addresses");
        return new Variant<>(
                "hash",
                Hash.class,
                OptionTypes.nested(new Nested<>("hash", List.of(salt), values -> new Hash(values.get(salt)))));
    }

    private static Variant<CookieValue, Aes> aes() {
        OptionSpec<Aes, Secret> key = required("key", OptionTypes.secret(), Aes::key, "16, 24 or 32 bytes in Base64");
        OptionSpec<Aes, Duration> ttl = optional(
                "ttl", OptionTypes.duration(), Duration.ZERO, Aes::ttl, "how long a value is valid; 0 for ever");
        return new Variant<>(
                "aes",
                Aes.class,
                OptionTypes.nested(
                        new Nested<>("aes", List.of(key, ttl), values -> new Aes(values.get(key), values.get(ttl)))));
    }

    private static Variant<CookieValue, Migrating> migrate() {
        OptionType<CookieValue> plain = Variant.oneOf("value", List.of(raw(), hash(), aes()));
        OptionSpec<Migrating, CookieValue> from = required("from", plain, Migrating::from, "what was written before");
        OptionSpec<Migrating, CookieValue> to = required("to", plain, Migrating::to, "what is written now");
        return new Variant<>(
                "migrate",
                Migrating.class,
                OptionTypes.nested(new Nested<>(
                        "migrate", List.of(from, to), values -> new Migrating(values.get(from), values.get(to)))));
    }

    @Override
    public String name() {
        return "sticky";
    }

    @Override
    public List<OptionSpec<StickyOptions, ?>> options() {
        return List.of(COOKIE, VALUE, PATH, DOMAIN, HTTP_ONLY, SECURE, MAX_AGE, EXPIRES, SAME_SITE);
    }

    @Override
    public StickyOptions read(OptionValues<StickyOptions> values) {
        return new StickyOptions(
                values.get(COOKIE),
                values.get(VALUE),
                values.get(PATH),
                values.get(DOMAIN),
                values.get(HTTP_ONLY),
                values.get(SECURE),
                values.get(MAX_AGE),
                values.get(EXPIRES),
                values.get(SAME_SITE));
    }

    @Override
    public String describe(StickyOptions options) {
        return "sticky(" + options.cookie() + ")";
    }
}
