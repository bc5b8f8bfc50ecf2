package dev.sluice.examples;

import static dev.sluice.Sluice.gateway;
import static dev.sluice.Sluice.path;

import dev.sluice.Gateway;
import java.nio.file.Path;
import java.time.Duration;

/** A site of one page from a directory, its API from a service, and old addresses of the site that are sent on. */
public final class SiteAndApi {
    private SiteAndApi() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        of(Path.of("site"), "http://localhost:63450").listen(8080);
    }

    static Gateway of(Path site, String api) {
        return gateway(g -> {
            g.scope(path("/api/**"), a -> {
                a.rateLimit(100, Duration.ofSeconds(1));
                a.otherwise(r -> r.forward(api));
            });
            g.route("old", path("/old/{rest...}"), r -> r.redirect(308, "/{rest}"));
            g.otherwise(r -> r.files(site, f -> f.fallback("index.html")));
        });
    }
}
