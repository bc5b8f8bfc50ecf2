package dev.sluice.middlewares.access;

import dev.sluice.core.Gate;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.Verdict;
import dev.sluice.core.syntax.Cidr;
import io.helidon.http.Status;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Rejects clients by their IP address: 403 with the reason {@code access-denied}.
 *
 * <p>It looks at the client's {@linkplain dev.sluice.core.Client#origin origin}: the peer of the connection or, if that
 * is a trusted hop, the address that the hop names in its forwarded fields. A peer on a unix socket has no address: it
 * passes only if no range is allowed explicitly. Stateless and thread-safe; costs one comparison for each range.
 */
public final class Access implements Gate {
    private final AccessOptions options;

    /**
     * An access list.
     *
     * @param options whom to let in
     */
    public Access(AccessOptions options) {
        this.options = options;
    }

    @Override
    public Verdict admit(Request request) {
        Optional<InetAddress> address = request.client().origin().address();
        boolean allowed = address.map(this::allows).orElse(options.allow().isEmpty());
        return allowed ? Verdict.admit() : Verdict.reject(forbidden());
    }

    private boolean allows(InetAddress address) {
        return !Cidr.anyContains(options.deny(), address)
                && (options.allow().isEmpty() || Cidr.anyContains(options.allow(), address));
    }

    private static Response forbidden() {
        return Response.problem(Status.FORBIDDEN_403, Reason.ACCESS_DENIED, "Forbidden\n");
    }

    @Override
    public String describe() {
        return AccessType.TYPE.describe(options);
    }
}
