import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Spring Cloud Gateway with one route: {@code Peer PORT URL}. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Peer {
    public static void main(String[] args) {
        SpringApplication gateway = new SpringApplication(Peer.class);
        gateway.setDefaultProperties(Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                args[0],
                "upstream",
                args[1],
                // more than the load's connections, so that nobody waits for one
                "spring.cloud.gateway.server.webflux.httpclient.pool.max-connections",
                "2000",
                "spring.cloud.gateway.server.webflux.httpclient.pool.type",
                "fixed"));
        gateway.run();
    }

    /** Everything to the upstream. */
    @Bean
    public RouteLocator all(RouteLocatorBuilder routes, Environment environment) {
        String upstream = environment.getRequiredProperty("upstream");
        return routes.routes()
                .route("all", route -> route.path("/**").uri(upstream))
                .build();
    }
}
