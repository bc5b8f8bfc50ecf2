package dev.sluice.discovery;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.SourceType;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The addresses of a name as members: {@code dns} in programs. */
public final class DnsType implements SourceType<DnsOptions> {
    /** The type. */
    public static final DnsType TYPE = new DnsType();

    private static final OptionSpec<DnsOptions, Upstream> URL = required(
            "url",
            OptionTypes.parsed("http://name[:port][/base]", Upstream::of, Upstream::toString),
            DnsOptions::url,
            "an upstream whose name is looked up; each address is a member");
    private static final OptionSpec<DnsOptions, AddressFamily> FAMILY = optional(
            "family",
            OptionTypes.oneOf(AddressFamily.class),
            AddressFamily.ANY,
            DnsOptions::family,
            "which addresses are members");
    private static final OptionSpec<DnsOptions, Optional<String>> SERVER = optional(
            "server",
            DnsServers.option(),
            Optional.empty(),
            DnsOptions::server,
            "address[:port] of the DNS server; the machine's if none");
    private static final OptionSpec<DnsOptions, Duration> TIMEOUT = optional(
            "timeout",
            OptionTypes.duration(),
            DnsServers.TIMEOUT,
            DnsOptions::timeout,
            "after which a look has failed");

    /** For {@link java.util.ServiceLoader}; programs use {@link Dns}. */
    public DnsType() {}

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public List<OptionSpec<DnsOptions, ?>> options() {
        return List.of(URL, FAMILY, SERVER, TIMEOUT);
    }

    @Override
    public DnsOptions read(OptionValues<DnsOptions> values) {
        return new DnsOptions(values.get(URL), values.get(FAMILY), values.get(SERVER), values.get(TIMEOUT));
    }

    @Override
    public String describe(DnsOptions options) {
        return "dns(" + options.url() + ")";
    }

    @Override
    public MemberSource make(DnsOptions options, Environment environment) {
        return new DnsSource(options);
    }
}
