package dev.sluice.wire.http2.hpack;

import dev.sluice.core.Fields;

/**
 * A request as it is sent over HTTP/2.
 *
 * @param method the method
 * @param scheme {@code http} or {@code https}
 * @param authority host and port
 * @param path path and query; {@code *} for OPTIONS
 * @param protocol what to connect to by an extended CONNECT (RFC 8441); empty for any other request
 * @param fields without those of a connection: {@code Host}, {@code Connection}, {@code Transfer-Encoding} and the like
 *     are left out when they are there all the same
 */
public record Http2Request(
        String method, String scheme, String authority, String path, String protocol, Fields fields) {}
