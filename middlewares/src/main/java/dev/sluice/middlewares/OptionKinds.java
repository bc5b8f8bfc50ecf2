package dev.sluice.middlewares;

import dev.sluice.core.Source;
import dev.sluice.model.OpaqueValueException;
import dev.sluice.model.OptionType;
import dev.sluice.model.OptionTypes;

/** Types of options that several middlewares have. */
public final class OptionKinds {
    private OptionKinds() {}

    /**
     * What a limit counts by.
     *
     * @return the sources of the gateway's own; a lambda is Java only
     */
    public static OptionType<Source> source() {
        return OptionTypes.parsed(
                "clientIp(), clientIp(BITS), header(NAME) or host()", Source::parse, OptionKinds::written);
    }

    private static String written(Source source) {
        return switch (source) {
            case Source.ClientIp ip -> ip.toString();
            case Source.Header header -> header.toString();
            case Source.Host host -> host.toString();
            default -> throw new OpaqueValueException("source " + source);
        };
    }
}
