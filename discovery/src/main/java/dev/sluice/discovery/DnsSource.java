package dev.sluice.discovery;

import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The addresses of a name. If A and AAAA records are members, both must be known: one alone would remove the others. */
final class DnsSource implements MemberSource {
    private final DnsOptions options;

    DnsSource(DnsOptions options) {
        this.options = options;
    }

    @Override
    public Found find() throws IOException {
        DnsLook look = new DnsLook(options.server(), options.timeout());
        List<Record> records = look.records(options.url().host(), types());
        List<MemberSpec> members = new ArrayList<>();
        for (Record one : records) {
            address(one)
                    .ifPresent(
                            address -> members.add(new MemberSpec(options.url().at(address.getHostAddress()), 1)));
        }
        return new Found(members, look.validFor());
    }

    private int[] types() {
        return switch (options.family()) {
            case ANY -> new int[] {Type.A, Type.AAAA};
            case IPV4 -> new int[] {Type.A};
            case IPV6 -> new int[] {Type.AAAA};
        };
    }

    private static Optional<InetAddress> address(Record one) {
        return switch (one) {
            case ARecord four -> Optional.of(four.getAddress());
            case AAAARecord six -> Optional.of(six.getAddress());
            default -> Optional.empty();
        };
    }
}
