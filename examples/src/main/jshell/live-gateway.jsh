// A gateway that is asked and changed while it runs. Paste into jshell, which finds Sluice after ./mvnw -q -Dquick -pl cli -am package:
// jshell --class-path "$(ls cli/target/quick/lib/*.jar | paste -sd: -)"
import static dev.sluice.Sluice.*;
import dev.sluice.middlewares.loadbalance.pool.Pool;

var upstream = java.util.Objects.requireNonNullElse(System.getProperty("upstream"), "http://127.0.0.1:9001");
var pool = Pool.of(upstream);
var gateway = proxy().rateLimit(100, java.time.Duration.ofSeconds(1)).roundRobin(pool).forward().listen(0);

gateway                                          // shows the port and the plan
pool.upsert("http://127.0.0.1:9002", 3);         // a member more, with three times the share
pool.remove("http://127.0.0.1:9002");
var url = "http://127.0.0.1:" + gateway.port() + "/";
var client = java.net.http.HttpClient.newHttpClient();
var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(url)).build();
var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
gateway.stop();
