/** How a gateway is written. */
module dev.sluice {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.forwarder;
    requires transitive dev.sluice.middlewares;
    requires transitive dev.sluice.model;
    requires transitive dev.sluice.server;
    requires dev.sluice.io;
    requires static org.jspecify;

    exports dev.sluice;
}
