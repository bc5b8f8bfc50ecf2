package dev.sluice.examples;

import static dev.sluice.Sluice.forwarder;

import dev.sluice.DirectForwarder;
import dev.sluice.core.Upstream;
import io.helidon.webserver.WebServer;
import java.util.List;

/** A Helidon microservice whose own handler picks a shard by the name of a customer, and forwards in one line. */
public final class ShardedService {
    private ShardedService() {}

    /** Runs it until the process ends. */
    public static void main(String[] args) {
        start(8080, List.of(Upstream.of("http://localhost:63450"), Upstream.of("http://localhost:63451")));
    }

    static WebServer start(int port, List<Upstream> shards) {
        DirectForwarder forwarder = forwarder();
        return WebServer.builder()
                .port(port)
                .routing(routing -> routing.any("/customers/{name}/*", (request, response) -> {
                    String name = request.path().pathParameters().get("name");
                    Upstream shard = shards.get(Math.floorMod(name.hashCode(), shards.size()));
                    forwarder.forward(request, response, shard, (asked, next) -> {
                        var answer = next.handle(asked);
                        return answer.withFields(answer.fields().with("X-Shard", shard.toString()));
                    });
                }))
                .build()
                .start();
    }
}
