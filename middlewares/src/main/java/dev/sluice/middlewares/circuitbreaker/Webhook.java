package dev.sluice.middlewares.circuitbreaker;

import dev.sluice.core.Fields;
import dev.sluice.core.Upstream;
import dev.sluice.core.options.Mistakes;
import dev.sluice.core.syntax.Tokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A call to make when a breaker changes its state, by the JDK's client, with a timeout of ten seconds.
 *
 * @param method such as {@code POST}
 * @param url absolute, http or https
 * @param fields sent with it
 * @param body the text, sent as UTF-8; empty for none. {@code {upstream}} and {@code {state}} in it are replaced by whose
 *     breaker it is (empty if it guards more than one member) and by {@code tripped}, {@code recovering} or {@code standby}
 */
public record Webhook(String method, URI url, Fields fields, String body) implements SideEffect {
    /**
     * Checks method and URL.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public Webhook {
        Mistakes mistakes = new Mistakes();
        mistakes.unless(Tokens.isToken(method), "webhook method must be a token, is '" + method + "'");
        mistakes.unless(
                "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()),
                "webhook url must start with http:// or https://, is " + url);
        mistakes.throwIfAny();
    }

    @Override
    public String name() {
        return "webhook " + url;
    }

    @Override
    public void run(BreakerEvent event) {
        new JdkWebhookSender().send(about(event));
    }

    /** The call to make for an event. */
    Webhook about(BreakerEvent event) {
        String upstream = event.upstream().map(Upstream::toString).orElse("");
        String state = event.state().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new Webhook(
                method, url, fields, body.replace("{upstream}", upstream).replace("{state}", state));
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
