package dev.sluice.endtoend;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Two names that are loopback in both families, as {@code localhost} is on many machines, in either order. The JDK finds it as
 * a service; all other names are looked up as ever.
 */
public final class FamilyOrder extends InetAddressResolverProvider {
    static final String SIX_FIRST = "six-first.test";
    static final String FOUR_FIRST = "four-first.test";

    private static final byte[] FOUR = {127, 0, 0, 1};
    private static final byte[] SIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @Override
    public String name() {
        return "loopback in either order";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver all = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return switch (host) {
                    case SIX_FIRST -> addresses(host, SIX, FOUR);
                    case FOUR_FIRST -> addresses(host, FOUR, SIX);
                    default -> all.lookupByName(host, policy);
                };
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return all.lookupByAddress(address);
            }
        };
    }

    private static Stream<InetAddress> addresses(String host, byte[] first, byte[] second) throws UnknownHostException {
        return Stream.of(InetAddress.getByAddress(host, first), InetAddress.getByAddress(host, second));
    }
}
