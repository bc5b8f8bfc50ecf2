// A gateway that is asked and changed while it runs. Paste into jshell, which finds Sluice after ./mvnw -q -Dquick -pl cli -am package:
// jshell --class-path "$(ls cli/target/quick/lib/*.jar | paste -sd: -)"
import static dev.sluice.Sluice.*;
import java.time.Duration;

var upstream = java.util.Objects.requireNonNullElse(System.getProperty("upstream"), "http://127.0.0.1:9001");
var gateway = gateway(g -> {
    g.pool("api", p -> p.member(upstream));
    g.route("api", path("/api/**"), r -> r
        .rateLimit(100, Duration.ofSeconds(1))
        .forwardTo("api"));
}).listen(0);

gateway                                          // shows the port and the plan

// Another member, and an answer for the rest. Nothing changes yet.
var plan = gateway.plan(g -> {
    g.pool("api", p -> p.member(upstream).member("http://127.0.0.1:9002", 0));
    g.route("api", path("/api/**"), r -> r
        .rateLimit(100, Duration.ofSeconds(1))
        .forwardTo("api"));
    g.otherwise(r -> r.respond(404, "text/plain", "nothing here"));
});

plan                                             // shows what comes, goes, changes, and what keeps its state
gateway.apply(plan)

var client = java.net.http.HttpClient.newHttpClient();
int ask(String path) throws Exception {
    var uri = java.net.URI.create("http://127.0.0.1:" + gateway.port() + path);
    return client.send(java.net.http.HttpRequest.newBuilder(uri).build(), java.net.http.HttpResponse.BodyHandlers.ofString()).statusCode();
}
ask("/api/x")
gateway.rollback()
gateway.history()                                // the newest first
gateway.stop();
