/** HTTP/1.1 as bytes, once for both sides. */
module dev.sluice.wire {
    requires transitive dev.sluice.core;

    exports dev.sluice.wire;
}
