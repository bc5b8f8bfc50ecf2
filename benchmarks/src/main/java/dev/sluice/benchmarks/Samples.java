package dev.sluice.benchmarks;

import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.Response;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Messages as browsers and servers send them, and a client that wants nothing but its answer. */
final class Samples {
    /** A request of a browser: nine fields, some 500 bytes. */
    static final Fields REQUEST_FIELDS = Fields.of(
            "Host", "shop.example.com",
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language", "en-US,en;q=0.5",
            "Accept-Encoding", "gzip, deflate, br, zstd",
            "Referer", "https://shop.example.com/catalogue?page=3",
            "Connection", "keep-alive",
            "Cookie", "session=5f2b9d6e8c1a4b7f; theme=dark; consent=1",
            "If-None-Match", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"");

    /** A response with eight fields. */
    static final Fields RESPONSE_FIELDS = Fields.of(
            "Server", "nginx",
            "Date", "Sun, 22 Nov 2026 12:00:00 GMT",
            "Content-Type", "text/html; charset=utf-8",
            "Content-Length", "1024",
            "Last-Modified", "Sat, 21 Nov 2026 08:30:00 GMT",
            "ETag", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
            "Cache-Control", "max-age=60",
            "Connection", "keep-alive");

    static final RequestHead REQUEST_HEAD = new RequestHead("GET", "/catalogue/42?page=3&sort=price", REQUEST_FIELDS);

    static final byte[] REQUEST_BYTES = bytes("GET " + REQUEST_HEAD.target() + " HTTP/1.1\r\n", REQUEST_FIELDS);
    static final byte[] RESPONSE_BYTES = bytes("HTTP/1.1 200 OK\r\n", RESPONSE_FIELDS);

    private static final byte[] KILOBYTE = new byte[1024];
    private static final Peer PEER =
            Peer.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000), Optional.empty());
    private static final Client CLIENT = new SilentClient(PEER, Origin.of(PEER, "shop.example.com"));

    private Samples() {}

    static Request request() {
        return Request.of(REQUEST_HEAD, Body.empty(), CLIENT, 0);
    }

    /** As {@link #request()}, of an exchange of its own. */
    static Request requestOfItsOwn() {
        return request().withClient(new SilentClient(PEER, CLIENT.origin()));
    }

    static Response response() {
        return Response.of(Status.OK_200, RESPONSE_FIELDS, Body.of(KILOBYTE));
    }

    private static byte[] bytes(String first, Fields fields) {
        StringBuilder head = new StringBuilder(first);
        for (int i = 0; i < fields.size(); i++) {
            head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private record SilentClient(Peer peer, Origin origin) implements Client {
        @Override
        public void inform(Status status, Fields fields) {}

        @Override
        public Registration onGone(Runnable action) {
            return () -> {};
        }
    }
}
