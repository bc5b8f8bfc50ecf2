package dev.sluice.middlewares.pages;

import dev.sluice.core.Request;
import dev.sluice.core.options.Mistakes;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page: a text in which {@code {status}}, {@code {reason}} and {@code {request-id}} stand for what it is shown for,
 * or bytes that are no text, such as an image. Held in memory. What is filled in is escaped for the type of the page,
 * since a client or an upstream may have chosen it. Immutable.
 */
final class Page {
    static final String HTML = "text/html; charset=utf-8";
    private static final int MOST = 1024 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(status|reason|request-id)}");

    private final byte[] bytes;
    private final Optional<String> template;
    private final Escape escape;

    private Page(byte[] bytes, String contentType) {
        this.bytes = bytes;
        this.escape = Escape.of(contentType);
        String text = new String(bytes, StandardCharsets.UTF_8);
        template = Optional.of(text)
                .filter(known ->
                        escape != Escape.NO_TEXT && PLACEHOLDER.matcher(known).find());
    }

    static Page of(String contentType, String text) {
        return new Page(text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if the file cannot be read, naming it
     */
    static Page of(String contentType, Path file) {
        Mistakes mistakes = new Mistakes();
        problems(file).forEach(mistakes::add);
        mistakes.throwIfAny();
        try (InputStream content = Files.newInputStream(file)) {
            return new Page(content.readNBytes(MOST), contentType);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("file " + file + " cannot be read", unreadable);
        }
    }

    /** What is wrong with a file; nothing if it can be a page. */
    static List<String> problems(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return List.of("file " + file + " cannot be read");
        }
        try {
            return Files.size(file) <= MOST ? List.of() : List.of("file " + file + " must be 1 MiB or less");
        } catch (IOException gone) {
            return List.of("file " + file + " cannot be read");
        }
    }

    /** The page for a request. */
    byte[] of(Request request, Status status) {
        return template.map(text -> filled(text, request, status).getBytes(StandardCharsets.UTF_8))
                .orElse(bytes);
    }

    private String filled(String text, Request request, Status status) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(escape.apply(
                        switch (found.group(1)) {
                            case "status" -> status.codeText();
                            case "reason" -> status.reasonPhrase();
                            default -> request.fields().first("X-Request-Id").orElse("");
                        })));
    }

    /** How a value is escaped in a page of a type. */
    private enum Escape {
        MARKUP,
        JSON,
        PLAIN,
        NO_TEXT;

        static Escape of(String contentType) {
            String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (type.endsWith("json")) {
                return JSON;
            }
            if (type.endsWith("html") || type.endsWith("xml")) {
                return MARKUP;
            }
            return type.startsWith("text/") ? PLAIN : NO_TEXT;
        }

        String apply(String value) {
            StringBuilder text = new StringBuilder(value.length());
            value.codePoints().forEach(c -> text.append(one(c)));
            return text.toString();
        }

        private String one(int c) {
            if (this == PLAIN) {
                return Character.isISOControl(c) ? "" : Character.toString(c);
            }
            boolean letter = Character.isLetterOrDigit(c) || " -_.:/=@+".indexOf(c) >= 0;
            if (letter && c < 0x80) {
                return Character.toString(c);
            }
            return this == JSON ? unicode(c) : Character.isISOControl(c) ? "" : "&#" + c + ";";
        }

        private static String unicode(int c) {
            StringBuilder text = new StringBuilder();
            for (char half : Character.toChars(c)) {
                text.append(String.format("\\u%04x", (int) half));
            }
            return text.toString();
        }
    }
}
