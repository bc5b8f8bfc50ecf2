/** How a pipeline is hosted on Helidon. */
module dev.sluice.server {
    requires transitive dev.sluice.core;
    requires dev.sluice.wire;
    requires dev.sluice.io;
    requires transitive io.helidon.common.tls;
    requires transitive io.helidon.webserver;
    requires java.management;
    requires jdk.management;
    requires static org.jspecify;

    exports dev.sluice.server;

    provides io.helidon.webserver.http.spi.SinkProvider with
            dev.sluice.server.portable.ConnectionProbe;
}
