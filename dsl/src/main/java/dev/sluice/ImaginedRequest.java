package dev.sluice;

import dev.sluice.core.Body;
import dev.sluice.core.Client;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Request;
import dev.sluice.core.RequestHead;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.peer.Origin;
import dev.sluice.core.peer.Peer;
import io.helidon.http.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** A request that nobody has sent: somebody asks what would become of it. */
final class ImaginedRequest {
    private ImaginedRequest() {}

    /**
     * A request by its method, URL and fields.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    static Request of(String method, String url, String... fields) {
        Mistakes mistakes = new Mistakes();
        URI uri = mistakes.made(() -> URI.create(url)).orElse(URI.create("http://localhost/"));
        mistakes.unless(
                uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
                "the URL must be such as https://host/path, is '" + url + "'");
        FieldsBuilder all = Fields.builder().add("Host", String.valueOf(uri.getRawAuthority()));
        for (String field : fields) {
            int colon = field.indexOf(':');
            mistakes.unless(colon > 0, "a field must be such as 'Name: value', is '" + field + "'");
            if (colon > 0) {
                mistakes.trying(() -> all.set(
                        field.substring(0, colon).strip(),
                        field.substring(colon + 1).strip()));
            }
        }
        mistakes.throwIfAny();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return Request.of(new RequestHead(method, target, all.build()), Body.empty(), new Nobody(uri), 0);
    }

    /** The client of such a request: this machine. */
    private record Nobody(URI uri) implements Client {
        @Override
        public Peer peer() {
            return Peer.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
        }

        @Override
        public Origin origin() {
            return Origin.of(peer(), String.valueOf(uri.getRawAuthority()));
        }

        @Override
        public void inform(Status status, Fields fields) {
            // nobody listens
        }

        @Override
        public Registration onGone(Runnable action) {
            return () -> {};
        }
    }
}
