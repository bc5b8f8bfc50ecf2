/** Polled sockets and deadlines. */
module dev.sluice.io {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.wire;
    requires static org.jspecify;

    exports dev.sluice.io;
}
