package dev.sluice.discovery;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.SourceType;
import dev.sluice.model.Environment;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The records of a service as members: {@code srv} in programs. */
public final class SrvType implements SourceType<SrvOptions> {
    /** The type. */
    public static final SrvType TYPE = new SrvType();

    private static final OptionSpec<SrvOptions, String> NAME =
            required("name", OptionTypes.text(), SrvOptions::name, "the service, such as _http._tcp.api.internal");
    private static final OptionSpec<SrvOptions, String> SCHEME =
            optional("scheme", OptionTypes.text(), "http", SrvOptions::scheme, "http, https or h2c");
    private static final OptionSpec<SrvOptions, Optional<String>> SERVER = optional(
            "server",
            DnsServers.option(),
            Optional.empty(),
            SrvOptions::server,
            "address[:port] of the DNS server; the machine's if none");
    private static final OptionSpec<SrvOptions, Duration> TIMEOUT = optional(
            "timeout",
            OptionTypes.duration(),
            DnsServers.TIMEOUT,
            SrvOptions::timeout,
            "after which a look has failed");

    /** For {@link java.util.ServiceLoader}; programs use {@link Dns}. */
    public SrvType() {}

    @Override
    public String name() {
        return "srv";
    }

    @Override
    public List<OptionSpec<SrvOptions, ?>> options() {
        return List.of(NAME, SCHEME, SERVER, TIMEOUT);
    }

    @Override
    public SrvOptions read(OptionValues<SrvOptions> values) {
        return new SrvOptions(values.get(NAME), values.get(SCHEME), values.get(SERVER), values.get(TIMEOUT));
    }

    @Override
    public String describe(SrvOptions options) {
        return "srv(" + options.name() + ")";
    }

    @Override
    public MemberSource make(SrvOptions options, Environment environment) {
        return new SrvSource(options);
    }
}
