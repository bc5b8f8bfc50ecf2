package dev.sluice;

/** A proxy that listens. Thread-safe. */
public final class RunningProxy extends Running {
    private RunningProxy(Proxy proxy, Listen listen) {
        super(proxy, listen);
    }

    static RunningProxy start(Proxy proxy, Listen listen) {
        return new RunningProxy(proxy, listen);
    }
}
