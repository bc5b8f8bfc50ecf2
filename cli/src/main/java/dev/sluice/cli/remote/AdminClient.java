package dev.sluice.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Speaks to the admin API of a gateway. The token is read from its file for each request: a gateway that is started again may
 * have made another. Whatever goes wrong is an {@link AdminException} with one clear message. Thread-safe.
 */
public final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Later JDKs count the body too: a stream is then begun anew after a day. */
    private static final Duration HEAD_OF_STREAM = Duration.ofDays(1);

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final URI base;
    private final Path tokenFile;
    private final HttpClient client;

    /**
     * One that has not connected yet.
     *
     * @param trusted who vouches for the gateway's certificate; empty for those that the JVM trusts
     */
    AdminClient(URI base, Path tokenFile, Optional<SSLContext> trusted) {
        this.base = base;
        this.tokenFile = tokenFile;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY);
        trusted.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * Asks.
     *
     * @throws AdminException if nothing answers, or it refuses
     */
    public Answer send(Ask ask) {
        HttpResponse<String> response = exchange(ask, ANSWER, BodyHandlers.ofString());
        String text = response.body();
        if (response.statusCode() / 100 != 2) {
            throw refused(ask, response.statusCode(), text);
        }
        return new Answer(response.statusCode(), response.headers().firstValue("ETag"), text);
    }

    /**
     * Reads a stream of server-sent events line by line until it ends.
     *
     * @param opened runs once the gateway has begun to answer
     * @throws AdminException if nothing answers, it refuses, or the connection breaks
     */
    void lines(Ask ask, Runnable opened, Consumer<String> line) {
        HttpResponse<Stream<String>> response = exchange(ask, HEAD_OF_STREAM, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw refused(ask, response.statusCode(), String.join("\n", lines.toList()));
            }
            opened.run();
            lines.forEach(line);
        } catch (UncheckedIOException broken) {
            throw new AdminException(base + ": the connection broke");
        }
    }

    private <T> HttpResponse<T> exchange(Ask ask, Duration deadline, BodyHandler<T> handler) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root() + ask.target()))
                .timeout(deadline)
                .header("Authorization", "Bearer " + token())
                .method(ask.method(), ask.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        ask.fields().forEach(request::header);
        try {
            return client.send(request.build(), handler);
        } catch (ConnectException refused) {
            throw new AdminException(
                    "nothing listens at " + base + ": start the gateway with --admin, or say where it is");
        } catch (SSLException untrusted) {
            throw new AdminException(
                    base + ": no connection by TLS: " + untrusted.getMessage() + "; --ca names who vouches for it");
        } catch (HttpTimeoutException late) {
            throw new AdminException(base + ": no answer in time");
        } catch (IOException failed) {
            String perhaps = "http".equals(base.getScheme()) ? "; if it speaks TLS, its URL begins with https://" : "";
            throw new AdminException(base + ": " + failed.getMessage() + perhaps);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AdminException("interrupted");
        }
    }

    private String root() {
        String url = base.toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private String token() {
        try (Stream<String> lines = Files.lines(tokenFile)) {
            String first = lines.findFirst().orElse("").strip();
            if (TOKEN.matcher(first).matches()) {
                return first;
            }
        } catch (NoSuchFileException missing) {
            throw new AdminException("there is no token file " + tokenFile
                    + ": a gateway with --admin writes it; --token-file names another");
        } catch (IOException | UncheckedIOException unreadable) {
            throw new AdminException("the token file " + tokenFile + " cannot be read: " + unreadable.getMessage());
        }
        throw new AdminException("the first line of " + tokenFile + " is no token");
    }

    private AdminException refused(Ask ask, int status, String body) {
        if (status == 401) {
            return new AdminException(
                    status, List.of("the token in " + tokenFile + " is not that of the gateway at " + base));
        }
        List<String> mistakes = new ArrayList<>();
        String detail = "";
        try {
            JsonNode problem = Answer.json(body);
            detail = problem.path("detail").asText(problem.path("title").asText(""));
            problem.path("mistakes").forEach(mistake -> mistakes.add(Text.visible(mistake.asText())));
        } catch (AdminException noProblem) {
            // the status has to do
        }
        if (mistakes.isEmpty()) {
            mistakes.add(why(status) + (detail.isEmpty() ? ask.method() + " " + ask.target() : Text.visible(detail)));
        }
        return new AdminException(status, mistakes);
    }

    private String why(int status) {
        return switch (status) {
            case 412 -> "the gateway has changed meanwhile, nothing was done: ";
            case 421 -> "the gateway is not called " + base.getHost() + ": ";
            default -> "refused with " + status + ": ";
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
