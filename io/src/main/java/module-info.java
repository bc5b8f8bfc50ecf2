/** Polled sockets and deadlines: for modules of this project, not for applications. */
@SuppressWarnings("module") // those it is exported to are compiled after it
module dev.sluice.io {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.wire;
    requires static org.jspecify;

    exports dev.sluice.io to
            dev.sluice,
            dev.sluice.forwarder,
            dev.sluice.server,
            dev.sluice.tls.nativecrypto;

    uses dev.sluice.io.TlsCrypto;
}
