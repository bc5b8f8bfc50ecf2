package dev.sluice.discovery;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of both kinds that say who is asked, and for how long. */
final class DnsServers {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern BRACKETED = Pattern.compile("\\[([^]]*)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::(\\d{1,5}))?");

    private DnsServers() {}

    static OptionType<Optional<String>> option() {
        return OptionTypes.maybe(OptionTypes.text());
    }

    static void check(Optional<String> server, Duration timeout, Mistakes mistakes) {
        server.ifPresent(text -> mistakes.trying(() -> address(text)));
        mistakes.unless(timeout.isPositive(), "timeout must be positive, is " + timeout);
    }

    /** An address, and a port if it is not 53; IPv6 in brackets if there is a port. */
    static InetSocketAddress address(String server) {
        Matcher form = (server.startsWith("[") ? BRACKETED : PLAIN).matcher(server);
        boolean matches = form.matches();
        Optional<InetAddress> address = Cidr.address(matches ? form.group(1) : server);
        int port = matches && form.group(2) != null ? Integer.parseInt(form.group(2)) : 53;
        if (address.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("server must be an address, or address:port, is " + server);
        }
        return new InetSocketAddress(address.get(), port);
    }
}
