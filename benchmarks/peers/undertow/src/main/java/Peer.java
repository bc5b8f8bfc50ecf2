import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow's reverse proxy: {@code Peer PORT URL}. */
final class Peer {
    /** More than the load's connections, so that nobody waits for one. */
    private static final int CONNECTIONS = 2_000;

    private Peer() {}

    public static void main(String[] args) {
        LoadBalancingProxyClient client = new LoadBalancingProxyClient()
                .setConnectionsPerThread(CONNECTIONS)
                .setSoftMaxConnectionsPerThread(CONNECTIONS)
                .setTtl(60_000)
                .addHost(URI.create(args[1])); // last: it takes the settings over
        Undertow.builder()
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setHandler(ProxyHandler.builder()
                        .setProxyClient(client)
                        .setMaxRequestTime(30_000)
                        .build())
                .build()
                .start();
    }
}
