package dev.sluice;

import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.middlewares.buffer.BufferOptions;
import dev.sluice.model.Model;
import dev.sluice.model.Part;
import dev.sluice.server.ListenOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Looks for the mistakes of listeners that can be seen before they start. */
final class ListenerChecks {
    private ListenerChecks() {}

    /**
     * Checks listeners with the model that they serve.
     *
     * @param title what messages call a listener, by its name
     * @throws ProgramException naming every mistake
     */
    static void check(Map<String, ListenOptions> listeners, Model model, Instant now, UnaryOperator<String> title) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> taken = new HashMap<>();
        listeners.forEach((name, options) -> {
            List<String> found = new ArrayList<>(options.problems(now));
            Upstreams.of(model).stream()
                    .filter(upstream -> leadsTo(upstream, options))
                    .forEach(upstream -> found.add(
                            "upstream " + upstream + " is this listener itself: a request would go round in circles"));
            String address = address(options);
            String other = (options.port() == 0 && options.unixSocket().isEmpty()) ? null : taken.put(address, name);
            if (other != null) {
                found.add("listens at " + address + ", as \"" + other + "\" does");
            }
            found.forEach(message -> mistakes.add(title.apply(name) + ": " + message));
        });
        if (!mistakes.found().isEmpty()) {
            throw new ProgramException(mistakes.found());
        }
    }

    private static String address(ListenOptions options) {
        return options.unixSocket().map(path -> "unix:" + path).orElseGet(() -> options.host() + ":" + options.port());
    }

    /** The client's connection, an upstream's, and the files of every buffer. */
    static int descriptorsPerExchange(Model model) {
        return 2
                + model.parts().stream()
                        .map(Part::options)
                        .filter(BufferOptions.class::isInstance)
                        .mapToInt(buffer -> ((BufferOptions) buffer).descriptorsPerExchange())
                        .sum();
    }

    private static boolean leadsTo(Upstream upstream, ListenOptions listener) {
        String host = listener.host();
        boolean sameHost = upstream.host().equalsIgnoreCase(host);
        boolean bothHere = isHere(upstream.host()) && isHere(host);
        return listener.unixSocket().isEmpty()
                && listener.port() != 0
                && upstream.port() == listener.port()
                && (sameHost || bothHere);
    }

    /** Names and literals of this machine; nothing is looked up. */
    private static boolean isHere(String name) {
        return name.equalsIgnoreCase("localhost")
                || Cidr.address(name)
                        .map(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
                        .orElse(false);
    }
}
