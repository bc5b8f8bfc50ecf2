package dev.sluice.middlewares.circuitbreaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Makes a call by the JDK's HTTP client. The client is made for that one call: breakers trip too seldom to keep one.
 */
final class JdkWebhookSender implements WebhookSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public void send(Webhook webhook) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<Void> response = client.send(request(webhook), BodyHandlers.discarding());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException("answered " + response.statusCode());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(Webhook webhook) {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.url())
                .timeout(TIMEOUT)
                .method(
                        webhook.method(),
                        webhook.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(webhook.body()));
        for (int i = 0; i < webhook.fields().size(); i++) {
            request.header(webhook.fields().name(i), webhook.fields().value(i));
        }
        return request.build();
    }
}
