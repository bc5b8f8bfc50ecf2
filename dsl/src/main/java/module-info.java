/** How a gateway is written. */
module dev.sluice {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.forwarder;
    requires transitive dev.sluice.middlewares;
    requires transitive dev.sluice.model;
    requires transitive dev.sluice.observe;
    requires transitive dev.sluice.routing;
    requires transitive dev.sluice.server;
    requires transitive io.helidon.config;
    requires dev.sluice.config;
    requires dev.sluice.io;
    requires static org.jspecify;

    exports dev.sluice;

    provides dev.sluice.model.TerminalType with
            dev.sluice.ends.ForwardToType,
            dev.sluice.ends.ForwardType,
            dev.sluice.ends.HandleType,
            dev.sluice.ends.RedirectToType,
            dev.sluice.ends.RespondType;
    provides dev.sluice.model.SpecType with
            dev.sluice.AdminType,
            dev.sluice.ListenerType;
}
