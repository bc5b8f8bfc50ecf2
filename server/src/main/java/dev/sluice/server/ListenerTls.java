package dev.sluice.server;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.MistakesException;
import dev.sluice.core.time.Ticker;
import dev.sluice.server.tls.CertificateWatch;
import io.helidon.common.tls.Tls;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The TLS of a listener that runs: read again when its files change, or when somebody says so. New connections get what
 * was read last without a mistake; open ones keep what they have. Thread-safe.
 */
final class ListenerTls {
    private static final System.Logger LOGGER = System.getLogger(ListenerTls.class.getName());

    private final Ticker ticker;
    private final Consumer<Tls> exchange;
    private TlsOptions options;
    private boolean expiryKnown;
    private Optional<Instant> expiry = Optional.empty();
    private CountDownLatch watching = new CountDownLatch(1);

    /**
     * Of a listener that has been started with the options.
     *
     * @param exchange gives new connections another TLS
     */
    ListenerTls(TlsOptions options, Ticker ticker, Consumer<Tls> exchange) {
        this.options = options;
        this.ticker = ticker;
        this.exchange = exchange;
    }

    /** Looks after the files. */
    synchronized void watch() {
        if (options.own().isEmpty() && options.reloadEvery().isPositive()) {
            new CertificateWatch(options.files(), this::filesChanged).start(ticker, options.reloadEvery(), watching);
        }
    }

    /** Looks no longer. */
    synchronized void stop() {
        watching.countDown();
    }

    /**
     * Takes other options for new connections.
     *
     * @throws MistakesException naming everything that is wrong with their files; then nothing has changed
     */
    synchronized void change(TlsOptions changed) {
        take(changed);
        watching.countDown();
        watching = new CountDownLatch(1);
        options = changed;
        watch();
    }

    /**
     * Reads the files again.
     *
     * @throws MistakesException naming everything that is wrong with them; then nothing has changed
     */
    synchronized void reload() {
        take(options);
    }

    private void take(TlsOptions from) {
        Mistakes mistakes = new Mistakes();
        mistakes.under("tls", () -> exchange.accept(TlsFiles.read(from, ticker.now())));
        mistakes.throwIfAny();
        expiryKnown = false;
    }

    /** When the first certificate expires; empty if they are not from files. */
    synchronized Optional<Instant> expiry() {
        if (!expiryKnown) {
            expiry = TlsFiles.expiry(options);
            expiryKnown = true;
        }
        return expiry;
    }

    private void filesChanged() {
        try {
            reload();
            LOGGER.log(Level.INFO, "TLS: the certificates have changed and were read again");
        } catch (MistakesException wrong) {
            LOGGER.log(Level.WARNING, "TLS: the files have changed, but the old ones stay: {0}", wrong.getMessage());
        }
    }
}
