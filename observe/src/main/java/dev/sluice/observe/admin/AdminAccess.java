package dev.sluice.observe.admin;

import dev.sluice.core.syntax.Cidr;
import dev.sluice.core.syntax.NormalHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may ask the {@link AdminApi}, by which names, and for what. Immutable.
 *
 * @param host the address that it listens at
 * @param hosts names by which it may be addressed; beside those given, its address, {@code localhost}, 127.0.0.1 and ::1
 * @param tokenFile its first line is the token that a request must bring; made if it is missing when the API is made
 * @param dumps whether dumps of threads and heap may be asked for
 */
public record AdminAccess(String host, Set<String> hosts, Path tokenFile, boolean dumps) {
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    /** Adds the names that always lead here, and brings all to their {@linkplain NormalHost normal form}. */
    public AdminAccess {
        Set<String> all = new TreeSet<>();
        all.add(NormalHost.of(host));
        ALWAYS.forEach(name -> all.add(NormalHost.of(name)));
        hosts.forEach(name -> all.add(NormalHost.of(name)));
        hosts = Set.copyOf(all);
    }

    /**
     * Whether a request is meant for this listener: a page of another site may have its own name lead here (DNS rebinding). A
     * listener on all addresses is addressed by each, since nobody can make an address lead elsewhere.
     *
     * @param authority as the request has it: a host, with or without a port
     * @return false if it is none of the names
     */
    public boolean isAddressedBy(String authority) {
        String name = NormalHost.of(authority);
        return hosts.contains(name)
                || (isEverywhere() && Cidr.address(withoutBrackets(name)).isPresent());
    }

    private boolean isEverywhere() {
        return Cidr.address(host).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    private static String withoutBrackets(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    /**
     * What is wrong with the token file, which is read for it.
     *
     * @return a sentence for each mistake; none if the file is not there yet
     */
    public List<String> problems() {
        return AdminToken.problems(tokenFile);
    }
}
