package dev.sluice;

import dev.sluice.core.options.Mistakes;
import dev.sluice.core.options.Secret;
import dev.sluice.core.peer.Trust;
import dev.sluice.core.syntax.Cidr;
import dev.sluice.server.CertificateFiles;
import dev.sluice.server.ListenOptions;
import dev.sluice.server.TlsOptions;
import dev.sluice.server.TlsOptions.ClientAuth;
import dev.sluice.server.WireOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.http.HttpRouting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where and how a program listens. Not thread-safe. */
public final class Listen {
    private static final int HTTPS = 443;

    private final ListenOptions.Builder options = ListenOptions.builder();
    private final WireOptions.Builder wire = WireOptions.builder();
    private final Mistakes mistakes = new Mistakes();
    private Consumer<TlsOptions.Builder> tls = defaults -> {};
    private boolean secure;
    private boolean stopWithProcess = true;

    Listen() {}

    /**
     * Sets the port; default 8080.
     *
     * @param value 0 takes a free one
     * @return this
     */
    public Listen port(int value) {
        options.port(value);
        return this;
    }

    /**
     * Sets the address to bind; default {@value ListenOptions#ALL}, all addresses of the machine.
     *
     * @param value a name or an address
     * @return this
     */
    public Listen host(String value) {
        options.host(value);
        return this;
    }

    /**
     * Listens at a path, for clients of this machine, in place of an address. What an earlier process has left there is
     * removed; the owner and the group of the process may connect.
     *
     * @param path of the socket, 107 bytes at most
     * @return this
     */
    public Listen unixSocket(Path path) {
        options.unixSocket(path);
        return this;
    }

    /**
     * Sets who may connect to the unix socket: those who may write to it.
     *
     * @param permissions as {@code ls} shows them; default {@value ListenOptions#PERMISSIONS}
     * @return this
     */
    public Listen socketPermissions(String permissions) {
        options.socketPermissions(permissions);
        return this;
    }

    /**
     * Turns TLS on, with a {@code Tls} of Helidon's.
     *
     * @param value certificates, trust, client authentication
     * @return this
     */
    public Listen tls(Tls value) {
        return tls((TlsOptions.Builder secured) -> secured.own(value));
    }

    /**
     * Turns TLS on.
     *
     * @param changes certificates by file, client authentication, protocols
     * @return this
     */
    public Listen tls(Consumer<TlsOptions.Builder> changes) {
        tls = tls.andThen(changes);
        secure = true;
        return this;
    }

    /**
     * Turns TLS on, with a certificate; further ones are for further names. A client gets the certificate for the name it
     * asks for (SNI), else the first.
     *
     * @param certificate a file in PEM with the certificate, followed by those of its authorities
     * @param key a file in PEM with its private key, not encrypted
     * @return this
     */
    public Listen certificate(Path certificate, Path key) {
        return tls((TlsOptions.Builder secured) -> secured.certificate(CertificateFiles.pem(certificate, key)));
    }

    /**
     * Turns TLS on, with a certificate in a PKCS #12 store, as {@link #certificate(Path, Path)} does with PEM.
     *
     * @param store with one private key
     * @param password of the store and the key
     * @return this
     */
    public Listen keyStore(Path store, String password) {
        return tls((TlsOptions.Builder secured) ->
                secured.certificate(CertificateFiles.pkcs12(store, Secret.of(password))));
    }

    /**
     * Lets nobody in without a certificate (mutual TLS). Its facts are those of the peer: {@code
     * request.client().peer().tls()}.
     *
     * @param authorities files in PEM with the authorities whose clients are let in
     * @return this
     */
    public Listen clientsNeed(Path... authorities) {
        return tls((TlsOptions.Builder secured) -> secured.clientAuth(ClientAuth.NEED, authorities));
    }

    /**
     * Asks clients for a certificate, and lets them in without one, too.
     *
     * @param authorities files in PEM with the authorities whose certificates count
     * @return this
     */
    public Listen clientsMayHave(Path... authorities) {
        return tls((TlsOptions.Builder secured) -> secured.clientAuth(ClientAuth.WANT, authorities));
    }

    /**
     * Lets requests carry the certificate of their client in {@code Client-Cert} (RFC 9440). What a client writes there
     * itself is always dropped, unless it is {@linkplain #trust trusted}.
     *
     * @return this
     */
    public Listen forwardClientCertificates() {
        wire.clientCertificates(true);
        return this;
    }

    /**
     * Answers all requests with 308 to the same URL over TLS, at the standard port.
     *
     * @return this
     */
    public Listen redirectToHttps() {
        return redirectToHttps(HTTPS);
    }

    /**
     * Answers all requests with 308 to the same URL over TLS. A request that came over TLS to a trusted hop is served.
     *
     * @param to the port that clients find there
     * @return this
     */
    public Listen redirectToHttps(int to) {
        options.redirectToHttps(to);
        return this;
    }

    /**
     * Demands a PROXY protocol header (v1 or v2) of every connection, and serves only these peers.
     *
     * @param ranges such as {@code 10.0.0.0/8}, or one address
     * @return this
     */
    public Listen proxyProtocol(String... ranges) {
        mistakes.under("proxyProtocol", () -> {
            List<Cidr> peers = Stream.of(ranges).map(Cidr::of).toList();
            wire.proxyProtocolFrom(peers);
        });
        return this;
    }

    /**
     * Sets whose word is believed about who a client is: that of the proxies in front of this listener, in {@code
     * X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}; default nobody's.
     *
     * @param ranges such as {@code 10.0.0.0/8}, or one address
     * @return this
     */
    public Listen trust(String... ranges) {
        mistakes.under("trust", () -> wire.trust(Trust.in(ranges)));
        return this;
    }

    /**
     * Sets whose word is believed about who a client is, and in which fields they tell it; default nobody's.
     *
     * @param value the proxies in front of this listener
     * @return this
     */
    public Listen trust(Trust value) {
        wire.trust(value);
        return this;
    }

    /**
     * Sets limits and deadlines of clients.
     *
     * @param limits changes the defaults
     * @return this
     */
    public Listen clients(Consumer<WireOptions.Builder> limits) {
        limits.accept(wire);
        return this;
    }

    /**
     * Sets how many clients may be connected; default what the limit of open files allows.
     *
     * @param value 1 or more
     * @return this
     */
    public Listen maxConnections(int value) {
        options.maxConnections(value);
        return this;
    }

    /**
     * Sets how long a stop goes on accepting and answering before it drains, so that balancers can see by
     * {@link RunningProxy#isDraining()} that it is not ready any more; default zero.
     *
     * @param value zero for not at all
     * @return this
     */
    public Listen drainDelay(Duration value) {
        options.drainDelay(value);
        return this;
    }

    /**
     * Sets how long a stop lets exchanges end; default 10 s.
     *
     * @param value zero for not at all
     * @return this
     */
    public Listen drainTimeout(Duration value) {
        options.drainTimeout(value);
        return this;
    }

    /**
     * Adds routes of one's own beside the program; they come first, behind all its leading gates.
     *
     * @param own registers them
     * @return this
     */
    public Listen routes(Consumer<HttpRouting.Builder> own) {
        options.routes(own);
        return this;
    }

    /**
     * Sets whether a target that a route and an upstream could read differently, such as {@code /%2finternal} or {@code
     * /a/../internal}, is passed on as it is; else it is answered 400, {@code ambiguous-target}. Default: it is passed on
     * if the proxy stands alone, and refused if there are {@link #routes}, which might not see what they are to guard.
     *
     * @param value true to pass it on
     * @return this
     */
    public Listen allowAmbiguousTargets(boolean value) {
        options.allowAmbiguousTargets(value);
        return this;
    }

    /**
     * Sets whether the program drains and stops when the process is told to end; default true.
     *
     * @param value false if the program stops it itself
     * @return this
     */
    public Listen stopWithProcess(boolean value) {
        stopWithProcess = value;
        return this;
    }

    boolean stopsWithProcess() {
        return stopWithProcess;
    }

    /**
     * The checked options.
     *
     * @throws dev.sluice.core.options.MistakesException naming every mistake
     */
    ListenOptions options() {
        Mistakes all = new Mistakes();
        mistakes.found().forEach(all::add);
        all.made(wire::build).ifPresent(options::clients);
        if (secure) {
            all.under("tls", () -> options.tls(secured()));
        }
        Optional<ListenOptions> checked = all.made(options::build);
        all.throwIfAny();
        return checked.orElseThrow();
    }

    private TlsOptions secured() {
        return Steps.with(TlsOptions.builder(), tls).build();
    }
}
