package dev.sluice.server.accept;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A connection of Helidon's whose TLS it does not know of, since the handshake was made here. */
record SecuredContext(ConnectionContext plain, SSLSession session) implements ConnectionContext {
    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public PeerInfo remotePeer() {
        return new SecuredPeer(plain.remotePeer(), session);
    }

    @Override
    public PeerInfo localPeer() {
        return plain.localPeer();
    }

    /** Never: it would write past TLS. */
    @Override
    public DataWriter dataWriter() {
        throw new UnsupportedOperationException("the wire host writes itself");
    }

    /** Never: it would read past TLS. */
    @Override
    public DataReader dataReader() {
        throw new UnsupportedOperationException("the wire host reads itself");
    }

    @Override
    public ListenerContext listenerContext() {
        return plain.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return plain.executor();
    }

    @Override
    public Router router() {
        return plain.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return plain.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return plain.serverSocket();
    }

    @Override
    public String socketId() {
        return plain.socketId();
    }

    @Override
    public String childSocketId() {
        return plain.childSocketId();
    }

    /** The client, with the certificate it has shown. */
    private record SecuredPeer(PeerInfo plain, SSLSession session) implements PeerInfo {
        @Override
        public SocketAddress address() {
            return plain.address();
        }

        @Override
        public String host() {
            return plain.host();
        }

        @Override
        public int port() {
            return plain.port();
        }

        @Override
        public Optional<Principal> tlsPrincipal() {
            try {
                return Optional.of(session.getPeerPrincipal());
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<Certificate[]> tlsCertificates() {
            try {
                return Optional.of(session.getPeerCertificates());
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }
    }
}
