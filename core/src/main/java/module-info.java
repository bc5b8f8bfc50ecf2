/** Contracts: what a gateway is made of, and nothing of how it is run. */
module dev.sluice.core {
    requires transitive io.helidon.http;
    requires static transitive org.jspecify;

    exports dev.sluice.core;
}
