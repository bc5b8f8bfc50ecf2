package dev.sluice.core.peer;

import dev.sluice.core.syntax.AddressText;
import dev.sluice.core.syntax.Cidr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Who is at the other end of the client's connection, as the network or a trusted PROXY protocol header says.
 *
 * @param address the IP address; empty for a unix socket
 * @param host the address as text, IPv6 as in RFC 5952 and without a zone, or {@code unix}
 * @param port the port, or 0
 * @param tls what TLS agreed on; empty for plain text
 */
public record Peer(Optional<InetAddress> address, String host, int port, Optional<TlsSession> tls) {
    /**
     * What TLS agreed on.
     *
     * @param version such as {@code TLSv1.3}
     * @param cipherSuite its standard name
     * @param serverName what the client asked for by SNI, or empty
     * @param principal the name in the client's certificate, or empty
     * @param certificate the client's certificate, if it was asked for one, has one, and is trusted
     */
    public record TlsSession(
            String version,
            String cipherSuite,
            String serverName,
            String principal,
            Optional<ClientCertificate> certificate) {
        /**
         * A session in which nothing is known of a certificate but its name.
         *
         * @param version such as {@code TLSv1.3}
         * @param cipherSuite its standard name
         * @param serverName what the client asked for by SNI, or empty
         * @param principal the name in the client's certificate, or empty
         */
        public TlsSession(String version, String cipherSuite, String serverName, String principal) {
            this(version, cipherSuite, serverName, principal, Optional.empty());
        }
    }

    /**
     * The peer at a socket address. An address that is not resolved is taken if it is a literal, and never looked up:
     * Helidon's {@code DirectClient} makes such ones.
     *
     * @param socketAddress where from; one without an IP address counts as a unix socket
     * @param tls what TLS agreed on
     * @return the peer
     */
    public static Peer of(SocketAddress socketAddress, Optional<TlsSession> tls) {
        return socketAddress instanceof InetSocketAddress inet
                ? address(inet)
                        .map(ip -> new Peer(Optional.of(ip), AddressText.of(ip), inet.getPort(), tls))
                        .orElse(unix(tls))
                : unix(tls);
    }

    private static Optional<InetAddress> address(InetSocketAddress inet) {
        return inet.isUnresolved() ? Cidr.address(inet.getHostString()) : Optional.of(inet.getAddress());
    }

    private static Peer unix(Optional<TlsSession> tls) {
        return new Peer(Optional.empty(), "unix", 0, tls);
    }

    /**
     * Whether the client speaks TLS to us.
     *
     * @return true for TLS
     */
    public boolean secure() {
        return tls.isPresent();
    }
}
