package dev.sluice.observe.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import dev.sluice.observe.journal.Recent;
import dev.sluice.observe.meters.Meters;
import dev.sluice.testkit.Exchanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The admin API of a program that does not run, called without a server. */
@Timeout(60)
abstract class AdminTest {
    static final String TOKEN = "sixteen-letters-or-more";

    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeObserved observed = new FakeObserved();
    final Meters meters = new Meters(observed.ticker());
    final Recent recent = new Recent(observed, 1000, 200);
    Path tokenFile;
    AdminApi api;

    /** An answer that was read to its end. */
    record Seen(int status, Fields fields, String body) {
        String field(String name) {
            return fields.first(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        tokenFile = directory.resolve("token");
        Files.writeString(tokenFile, TOKEN + "\nanything\n");
        api = api(false);
    }

    AdminApi api(boolean dumps) {
        AdminAccess access = new AdminAccess("127.0.0.1", Set.of(), tokenFile, dumps);
        return new AdminApi(observed, () -> meters.stats(observed), recent, access, new Random(3));
    }

    @AfterEach
    void stop() {
        api.close();
        recent.close();
    }

    Response response(String method, String target, Body body, Fields fields) {
        return api.handle(Exchanges.request(method, target, fields, body));
    }

    Seen seen(String method, String target, Body body, Fields fields) {
        Response response = response(method, target, body, fields);
        return new Seen(response.status().code(), response.fields(), Exchanges.text(response.body()));
    }

    Seen plain(String target, String... fields) {
        Fields all = Fields.of("Host", "localhost");
        for (int i = 0; i < fields.length; i += 2) {
            all = all.with(fields[i], fields[i + 1]);
        }
        return seen("GET", target, Body.empty(), all);
    }

    /** A request with the token and a body, with fields such as {@code "If-Match", "*"}. */
    Seen call(String method, String target, String body, String... fields) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Fields all = Fields.of("Host", "localhost", "Authorization", "Bearer " + TOKEN)
                .with("Content-Type", "application/json")
                .with("Content-Length", String.valueOf(bytes.length));
        for (int i = 0; i < fields.length; i += 2) {
            all = all.with(fields[i], fields[i + 1]);
        }
        return seen(method, target, Body.of(bytes), all);
    }

    Seen get(String target, String... fields) {
        return call("GET", target, "", fields);
    }
}
