/** How a pipeline is hosted on Helidon. */
module dev.sluice.server {
    requires transitive dev.sluice.core;
    requires transitive io.helidon.webserver;
    requires dev.sluice.wire;
}
