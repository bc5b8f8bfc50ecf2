package dev.sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's client and OkHttp, as clients of HTTP/2. */
@Timeout(60)
class Http2JavaClientsTest {
    @TempDir
    static Path directory;

    private static Http2Gateway gateway;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        gateway = new Http2Gateway(directory);
        trust = Certificates.trusting(gateway.certificates());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpRequest post(int i) {
        return HttpRequest.newBuilder(URI.create(gateway.secureUrl("/echo")))
                .POST(BodyPublishers.ofString("body " + i))
                .build();
    }

    @Test
    void theJdksClientSharesAConnection() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            assertThat(client.send(post(0), BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 80)
                    .mapToObj(i -> client.sendAsync(post(i), BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get().body()).isEqualTo("body " + i);
            }
            HttpRequest large = HttpRequest.newBuilder(URI.create(gateway.secureUrl("/large")))
                    .build();
            assertThat(client.send(large, BodyHandlers.ofByteArray()).body()).hasSize(Http2Gateway.LARGE);
        }
    }

    private static X509TrustManager manager() throws Exception {
        TrustManagerFactory factory = Certificates.trust(gateway.certificates());
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static void end(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static Request posting(String url, int i) {
        return new Request.Builder()
                .url(url)
                .post(RequestBody.create("body " + i, MediaType.get("text/plain")))
                .build();
    }

    @Test
    void okHttpAsksByAlpn() throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(trust.getSocketFactory(), manager())
                .build();
        try (Response response =
                client.newCall(posting(gateway.secureUrl("/echo"), 1)).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(response.body().string()).isEqualTo("body 1");
        } finally {
            end(client);
        }
    }

    @Test
    void okHttpAsksByPriorKnowledgeAndSharesAConnection() throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
        client.dispatcher().setMaxRequestsPerHost(50);
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            String expected = "body " + i;
            client.newCall(posting(gateway.url("/echo"), i)).enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException failed) {
                    failed.printStackTrace();
                }

                @Override
                public void onResponse(Call call, Response response) throws IOException {
                    try (response) {
                        if (response.body().string().equals(expected)) {
                            done.countDown();
                        }
                    }
                }
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        end(client);
    }
}
