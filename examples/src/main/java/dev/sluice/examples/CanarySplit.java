package dev.sluice.examples;

import static dev.sluice.Sluice.any;
import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.header;
import static dev.sluice.Sluice.share;

import dev.sluice.Gateway;

/** A share of the users, and who asks for it, is sent to the new version; a user who has a session stays on one side. */
public final class CanarySplit {
    private CanarySplit() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        of(10, "http://localhost:63450", "http://localhost:63451").listen(8080);
    }

    static Gateway of(int percent, String stable, String canary) {
        return gateway(g -> {
            g.pool("stable", p -> p.member(stable));
            g.pool("canary", p -> p.member(canary).retry("IsNetworkError() && Attempts() < 2"));
            g.route(
                    "canary",
                    header("X-Canary", "always").or(share(percent, "cookie:session")),
                    r -> r.forwardTo("canary"));
            g.route("stable", any(), r -> r.forwardTo("stable"));
        });
    }
}
