package dev.sluice.observe.admin;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The files of the dashboard, which are those of this library. Everything that they show is asked for with the token. */
final class Dashboard {
    /** Nothing but these files is run or loaded, and nobody may put the page into a frame of theirs. */
    private static final Fields SAFE = Fields.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private static final String FOLDER = "/dev/sluice/observe/dashboard/";
    private static final Pattern NAME = Pattern.compile("/([a-z0-9-]{1,40}\\.(html|js|css|svg))?");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, File> files = new ConcurrentHashMap<>();

    private record File(Supplier<Body> body, String tag, String type) {}

    Response answer(Request request) {
        String path = request.path();
        if (!NAME.matcher(path).matches()) {
            throw AdminRefusal.unknown("there is no " + path);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw AdminRefusal.method(List.of("GET", "HEAD"));
        }
        File file = file(path.equals("/") ? "index.html" : path.substring(1))
                .orElseThrow(() -> AdminRefusal.unknown("there is no " + path));
        Fields fields = SAFE.with("Content-Type", file.type()).with("ETag", file.tag());
        boolean known = request.fields().members("If-None-Match").contains(file.tag());
        return known
                ? Response.of(Status.NOT_MODIFIED_304, fields, Body.empty())
                : Response.of(Status.OK_200, fields, file.body().get());
    }

    /** Names of nothing are not remembered: there is no end of them. */
    private Optional<File> file(String name) {
        Optional<File> file = Optional.ofNullable(files.get(name)).or(() -> read(name));
        file.ifPresent(found -> files.put(name, found));
        return file;
    }

    private static Optional<File> read(String name) {
        try (InputStream in = Dashboard.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return Optional.of(new File(() -> Body.of(bytes), "\"" + digest(bytes) + "\"", type));
        } catch (IOException failed) {
            throw new IllegalStateException("the dashboard's " + name + " cannot be read", failed);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
