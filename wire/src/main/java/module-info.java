/** HTTP/1.1 and HTTP/2 as bytes: for modules of this project, not for applications. */
@SuppressWarnings("module") // those it is exported to are compiled after it
module dev.sluice.wire {
    requires transitive dev.sluice.core;
    requires static org.jspecify;

    exports dev.sluice.wire to
            dev.sluice.forwarder,
            dev.sluice.io,
            dev.sluice.server;
    exports dev.sluice.wire.http2 to
            dev.sluice.forwarder,
            dev.sluice.server;
    exports dev.sluice.wire.http2.frame to
            dev.sluice.forwarder,
            dev.sluice.server;
    exports dev.sluice.wire.http2.hpack to
            dev.sluice.forwarder;
}
