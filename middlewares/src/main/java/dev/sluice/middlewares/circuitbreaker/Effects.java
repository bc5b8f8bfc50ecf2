package dev.sluice.middlewares.circuitbreaker;

import static dev.sluice.model.option.OptionSpec.optional;
import static dev.sluice.model.option.OptionSpec.required;

import dev.sluice.core.Fields;
import dev.sluice.middlewares.Nested;
import dev.sluice.middlewares.Variant;
import dev.sluice.middlewares.circuitbreaker.Fallback.RedirectTo;
import dev.sluice.middlewares.circuitbreaker.Fallback.Respond;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** The types of those options of a breaker that have options themselves, such as a webhook. */
final class Effects {
    private Effects() {}

    static OptionType<Fallback> fallback() {
        return Variant.oneOf("fallback", List.of(respond(), redirect()));
    }

    private static Variant<Fallback, Respond> respond() {
        OptionSpec<Respond, Integer> status =
                required("status", OptionTypes.integer(200), Respond::status, "200 to 599");
        OptionSpec<Respond, String> contentType =
                optional("contentType", OptionTypes.text(), "text/plain", Respond::contentType, "what the body is");
        OptionSpec<Respond, String> body =
                optional("body", OptionTypes.text(), "", Respond::body, "the text, sent as UTF-8");
        return new Variant<>(
                "respond",
                Respond.class,
                OptionTypes.nested(new Nested<>(
                        "respond",
                        List.of(status, contentType, body),
                        values -> new Respond(values.get(status), values.get(contentType), values.get(body)))));
    }

    private static Variant<Fallback, RedirectTo> redirect() {
        OptionSpec<RedirectTo, String> url = required("url", OptionTypes.text(), RedirectTo::url, "absolute");
        OptionSpec<RedirectTo, Boolean> preservingPath = optional(
                "preservingPath",
                OptionTypes.flag(),
                false,
                RedirectTo::preservingPath,
                "whether the request's target is appended");
        return new Variant<>(
                "redirect",
                RedirectTo.class,
                OptionTypes.nested(new Nested<>(
                        "redirect",
                        List.of(url, preservingPath),
                        values -> new RedirectTo(values.get(url), values.get(preservingPath)))));
    }

    static OptionType<SideEffect> sideEffect() {
        return Variant.oneOf("side effect", List.of(webhook()));
    }

    private static Variant<SideEffect, Webhook> webhook() {
        OptionSpec<Webhook, String> method =
                optional("method", OptionTypes.text(), "POST", Webhook::method, "of the call");
        OptionSpec<Webhook, URI> url = required(
                "url", OptionTypes.parsed("URL", URI::create, URI::toString), Webhook::url, "absolute, http or https");
        OptionSpec<Webhook, Fields> fields =
                optional("fields", fields(), Fields.EMPTY, Webhook::fields, "sent with it");
        OptionSpec<Webhook, String> body = optional(
                "body",
                OptionTypes.text(),
                "",
                Webhook::body,
                "the text; {upstream} and {state} are replaced by those of the breaker");
        return new Variant<>(
                "webhook",
                Webhook.class,
                OptionTypes.nested(new Nested<>(
                        "webhook",
                        List.of(method, url, fields, body),
                        values -> new Webhook(
                                values.get(method), values.get(url), values.get(fields), values.get(body)))));
    }

    /** Field lines as a list of texts, {@code Name: value}: a list, because a name may occur more than once. */
    private static OptionType<Fields> fields() {
        OptionType<List<String>> lines = OptionTypes.listOf(OptionTypes.text());
        return OptionType.of("fields, such as 'X-Key: k'", data -> parsed(lines.read(data)), Effects::written)
                .withSchema(lines::schema);
    }

    private static Fields parsed(List<String> lines) {
        Fields fields = Fields.EMPTY;
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("must be lines such as 'X-Key: k', is '" + line + "'");
            }
            fields = fields.toBuilder()
                    .add(line.substring(0, colon), line.substring(colon + 1).strip())
                    .build();
        }
        return fields;
    }

    private static Object written(Fields fields) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> fields.name(i) + ": " + fields.value(i))
                .toList();
    }
}
