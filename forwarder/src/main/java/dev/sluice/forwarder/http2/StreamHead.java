package dev.sluice.forwarder.http2;

import dev.sluice.core.FieldNames;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.forwarder.fields.Outgoing;
import dev.sluice.wire.ResponseHead;
import dev.sluice.wire.http2.hpack.Http2Request;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Heads of requests and responses between what an upstream of HTTP/1.1 is sent and what one of HTTP/2 is. */
final class StreamHead {
    /** RFC 6455 §1.3. */
    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private StreamHead() {}

    /** A request. The fields of a connection are left out when it is encoded. */
    static Http2Request of(Outgoing outgoing, String scheme) {
        return new Http2Request(outgoing.method(), scheme, host(outgoing), outgoing.target(), "", outgoing.fields());
    }

    private static String host(Outgoing outgoing) {
        String written = outgoing.host();
        return written.isEmpty() ? outgoing.fields().first(FieldNames.HOST).orElse("") : written;
    }

    /** An extended CONNECT in place of a GET with {@code Upgrade} (RFC 8441 §5), which needs no key. */
    static Http2Request tunnel(Outgoing outgoing, String scheme) {
        Fields fields = outgoing.fields().without("Sec-WebSocket-Key");
        String protocol = outgoing.protocols().getFirst();
        return new Http2Request("CONNECT", scheme, host(outgoing), outgoing.target(), protocol, fields);
    }

    /**
     * What a client of HTTP/1.1 gets in place of the answer to an extended CONNECT: a 101 for a 2xx, with the proof that its
     * key was read (RFC 6455 §4.2.2); any other answer as it is.
     */
    static ResponseHead switching(ResponseHead head, Outgoing outgoing) {
        if (head.status().code() >= 300) {
            return head;
        }
        FieldsBuilder fields = head.fields().toBuilder();
        fields.add("Upgrade", outgoing.protocols().getFirst());
        fields.add("Connection", "Upgrade");
        outgoing.fields().first("Sec-WebSocket-Key").ifPresent(key -> fields.add("Sec-WebSocket-Accept", accept(key)));
        return new ResponseHead(1, Status.SWITCHING_PROTOCOLS_101, fields.build());
    }

    private static String accept(String key) {
        try {
            byte[] proof = MessageDigest.getInstance("SHA-1")
                    .digest((key.strip() + WEBSOCKET).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(proof);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
