package dev.sluice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A client on loopback. */
final class Http {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static HttpResponse<String> get(RunningProxy gateway, String target, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(gateway.port(), target));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static HttpResponse<String> post(RunningProxy gateway, String target, String body) {
        return send(HttpRequest.newBuilder(uri(gateway.port(), target)).POST(BodyPublishers.ofString(body)));
    }

    static HttpResponse<String> get(int port, String target) {
        return send(HttpRequest.newBuilder(uri(port, target)));
    }

    private static URI uri(int port, String target) {
        return URI.create("http://127.0.0.1:" + port + target);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }
}
