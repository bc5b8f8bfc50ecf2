package dev.sluice;

import java.util.List;

/** A proxy that listens. Thread-safe. */
public final class RunningProxy extends Running {
    private RunningProxy(Proxy proxy, Listen listen) {
        super(proxy, List.of(listen));
    }

    static RunningProxy start(Proxy proxy, Listen listen) {
        return new RunningProxy(proxy, listen);
    }
}
