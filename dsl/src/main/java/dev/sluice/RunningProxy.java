package dev.sluice;

import dev.sluice.server.RunningServer;
import io.helidon.common.tls.Tls;

/** A proxy that listens. Thread-safe. Stops with the process, too: it then drains like {@link #stop()}. */
public final class RunningProxy implements AutoCloseable {
    private final Proxy proxy;
    private final RunningServer server;
    private final Thread withProcess = new Thread(this::stopServer, "sluice-stop");

    private RunningProxy(Proxy proxy, RunningServer server) {
        this.proxy = proxy;
        this.server = server;
    }

    static RunningProxy start(Proxy proxy, Listen listen) {
        RunningServer server = RunningServer.start(
                routing -> {
                    listen.routes().accept(routing);
                    routing.addFeature(proxy);
                },
                proxy.recorders(),
                listen.options());
        RunningProxy running = new RunningProxy(proxy, server);
        Runtime.getRuntime().addShutdownHook(running.withProcess);
        return running;
    }

    /**
     * The port.
     *
     * @return the bound one, also if 0 was asked for
     */
    public int port() {
        return server.port();
    }

    /**
     * Whether it listens.
     *
     * @return false once it was stopped
     */
    public boolean isRunning() {
        return server.isRunning();
    }

    /**
     * Exchanges the listener's certificates for new connections, without a restart.
     *
     * @param tls the new ones
     */
    public void reloadTls(Tls tls) {
        server.reloadTls(tls);
    }

    /** Takes no more connections, closes idle ones, lets exchanges end within the drain timeout, cuts the rest. */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(withProcess);
        } catch (IllegalStateException processEnds) {
            // the hook runs, or will; stopping twice is stopping once
        }
        stopServer();
    }

    private void stopServer() {
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return (isRunning() ? "listening on port " + port() : "stopped") + "\n" + proxy.explain();
    }
}
