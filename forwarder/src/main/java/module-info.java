/** How a request leaves the gateway. */
module dev.sluice.forwarder {
    requires transitive dev.sluice.core;
    requires transitive io.helidon.common.socket;
    requires transitive io.helidon.common.tls;
    requires transitive io.helidon.webclient.api;
    requires dev.sluice.io;
    requires dev.sluice.wire;

    exports dev.sluice.forwarder;
}
