package dev.sluice.discovery;

import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.Found;
import dev.sluice.middlewares.loadbalance.pool.MemberSource;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The records of a service (RFC 2782): the priority is the tier of the member. The targets stay names, which connections look up. A record of weight 0 gets a small
 * share beside others, and an equal one if all have it. A record without a target ({@code .}) is no member.
 */
final class SrvSource implements MemberSource {
    private final SrvOptions options;

    SrvSource(SrvOptions options) {
        this.options = options;
    }

    @Override
    public Found find() throws IOException {
        DnsLook look = new DnsLook(options.server(), options.timeout());
        List<MemberSpec> members = new ArrayList<>();
        for (Record one : look.records(options.name(), Type.SRV)) {
            if (one instanceof SRVRecord service && !service.getTarget().equals(Name.root)) {
                members.add(member(service));
            }
        }
        return new Found(members, look.validFor());
    }

    private MemberSpec member(SRVRecord service) throws IOException {
        String url = options.scheme() + "://" + service.getTarget().toString(true) + ":" + service.getPort();
        try {
            return new MemberSpec(Upstream.of(url), Math.max(1, service.getWeight()), service.getPriority(), Map.of());
        } catch (IllegalArgumentException noUpstream) {
            throw new IOException("a record of " + options.name() + " has no host and port: " + url, noUpstream);
        }
    }
}
