package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Fields;
import dev.sluice.core.Tokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A call to make when something happens.
 *
 * @param method such as {@code POST}
 * @param url absolute, http or https
 * @param fields sent with it
 * @param body the text, sent as UTF-8; empty for none
 */
public record Webhook(String method, URI url, Fields fields, String body) {
    /**
     * Checks method and URL.
     *
     * @throws IllegalArgumentException if the method is no token or the URL not absolute
     */
    public Webhook {
        if (!Tokens.isToken(method)) {
            throw new IllegalArgumentException("webhook method must be a token, is '" + method + "'");
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("webhook url must start with http:// or https://, is " + url);
        }
    }

    /**
     * A GET.
     *
     * @param url absolute
     * @return the call
     */
    public static Webhook get(String url) {
        return new Webhook("GET", URI.create(url), Fields.EMPTY, "");
    }

    /**
     * A POST of a text.
     *
     * @param url absolute
     * @param contentType such as {@code application/json}
     * @param body the text
     * @return the call
     */
    public static Webhook post(String url, String contentType, String body) {
        return new Webhook("POST", URI.create(url), Fields.of("Content-Type", contentType), body);
    }

    /**
     * A POST of a form.
     *
     * @param url absolute
     * @param form names and values
     * @return the call
     */
    public static Webhook postForm(String url, Map<String, String> form) {
        String encoded = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return post(url, "application/x-www-form-urlencoded", encoded);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A copy with one more field.
     *
     * @param name a token
     * @param value without CR, LF and NUL
     * @return the copy
     */
    public Webhook withField(String name, String value) {
        return new Webhook(method, url, fields.with(name, value), body);
    }
}
