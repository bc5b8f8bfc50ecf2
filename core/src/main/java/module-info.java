/** Contracts: what a gateway is made of, and nothing of how it is run. */
module dev.sluice.core {
    requires transitive io.helidon.http;
    requires static transitive org.jspecify;

    exports dev.sluice.core;
    exports dev.sluice.core.journal;
    exports dev.sluice.core.options;
    exports dev.sluice.core.peer;
    exports dev.sluice.core.syntax;
    exports dev.sluice.core.time;
    exports dev.sluice.core.trace;
}
