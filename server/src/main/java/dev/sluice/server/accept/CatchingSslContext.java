package dev.sluice.server.accept;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * An SSLContext that delegates to another one, sets parameters on the TLS sockets of accepted channels, and reports
 * these sockets.
 */
final class CatchingSslContext extends SSLContext {
    private final Catching sockets;

    CatchingSslContext(SSLContext real, SSLParameters parameters, Secured secured) {
        this(real, new Catching(new Real(real.getSocketFactory(), parameters), secured));
    }

    private CatchingSslContext(SSLContext real, Catching sockets) {
        super(new Delegating(real, sockets), real.getProvider(), real.getProtocol());
        this.sockets = sockets;
    }

    /** Lets further sockets be another context's. */
    void exchange(SSLContext fresh, SSLParameters parameters) {
        sockets.real = new Real(fresh.getSocketFactory(), parameters);
    }

    /** What makes a socket, and what is set on it. */
    private record Real(SSLSocketFactory factory, SSLParameters parameters) {}

    /** Is told of a TLS socket before its handshake. */
    interface Secured {
        void on(SocketChannel channel, SSLSocket tls, OneHandshake handshake);
    }

    private static final class Delegating extends SSLContextSpi {
        private final SSLContext real;
        private final SSLSocketFactory sockets;

        Delegating(SSLContext real, SSLSocketFactory sockets) {
            this.real = real;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
            throw new IllegalStateException("the context has been initialised");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return real.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return real.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return real.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return real.getSupportedSSLParameters();
        }
    }

    /** Handles sockets on accepted channels itself, and leaves the others to the real factory. */
    private static final class Catching extends SSLSocketFactory {
        private final Secured secured;
        private volatile Real real;

        Catching(Real real, Secured secured) {
            this.real = real;
            this.secured = secured;
        }

        @Override
        public Socket createSocket(Socket socket, InputStream consumed, boolean autoClose) throws IOException {
            Real now = real;
            SSLSocket tls = (SSLSocket) now.factory().createSocket(socket, consumed, autoClose);
            tls.setSSLParameters(now.parameters());
            if (socket.getChannel() != null) {
                secured.on(socket.getChannel(), tls, OneHandshake.on(tls));
            }
            return tls;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return real.factory().createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return real.factory().createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return real.factory().createSocket(host, port, from, fromPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return real.factory().createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return real.factory().createSocket(host, port, from, fromPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return real.factory().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return real.factory().getSupportedCipherSuites();
        }
    }
}
