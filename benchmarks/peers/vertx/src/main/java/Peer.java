import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.httpproxy.HttpProxy;
import java.net.URI;

/** Vert.x' reverse proxy, a verticle for each processor: {@code Peer PORT URL}. */
final class Peer {
    /** More than the load's connections, so that nobody waits for one. */
    private static final int CONNECTIONS = 2_000;

    private Peer() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        URI upstream = URI.create(args[1]);
        DeploymentOptions everywhere =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Vertx.vertx().deployVerticle(() -> new Gateway(port, upstream), everywhere);
    }

    private static final class Gateway extends AbstractVerticle {
        private final int port;
        private final URI upstream;

        private Gateway(int port, URI upstream) {
            this.port = port;
            this.upstream = upstream;
        }

        @Override
        public void start() {
            HttpClientOptions pool =
                    new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAliveTimeout(600);
            HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(pool));
            proxy.origin(upstream.getPort(), upstream.getHost());
            HttpServerOptions listener =
                    new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(4_096);
            vertx.createHttpServer(listener).requestHandler(proxy).listen();
        }
    }
}
