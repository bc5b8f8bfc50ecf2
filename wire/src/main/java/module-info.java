/** HTTP/1.1 as bytes. */
module dev.sluice.wire {
    requires transitive dev.sluice.core;
    requires static org.jspecify;

    exports dev.sluice.wire;
}
