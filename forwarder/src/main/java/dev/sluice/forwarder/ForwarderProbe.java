package dev.sluice.forwarder;

import dev.sluice.core.Cancellation.Registration;
import dev.sluice.core.Client;
import dev.sluice.core.Failure;
import dev.sluice.core.Probe;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.TransferException;
import dev.sluice.core.Upstream;
import dev.sluice.forwarder.connection.Progress;
import java.util.Optional;

/**
 * The probe of a forwarder: it uses the forwarder's connections, TLS, outbound proxy and fields, and passes a Host field on
 * if the request has one.
 *
 * @param reach the forwarder's options
 * @param parts as those of the forwarder
 */
record ForwarderProbe(ForwarderOptions reach, ForwarderParts parts) implements Probe {
    static ForwarderProbe of(ForwardOptions options, Transport transport) {
        return new ForwarderProbe(
                new ForwarderOptions(options, transport.options()),
                ForwarderParts.of(options, options.rules().passingHost(), transport));
    }

    @Override
    public Response ask(Request request) {
        return new ForwardAttempt(request, request.upstream().orElseThrow(), parts).run();
    }

    @Override
    public Optional<Failure> connect(Upstream upstream, Client client) {
        Progress progress = new Progress();
        Registration watch = client.onGone(progress::clientGone);
        try {
            parts.pools().connect(upstream, progress);
            return Optional.empty();
        } catch (TransferException failed) {
            return Optional.of(failed.failure());
        } finally {
            watch.cancel();
        }
    }
}
