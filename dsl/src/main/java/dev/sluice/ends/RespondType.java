package dev.sluice.ends;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.FieldsBuilder;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code respond} as the end of a program: the same answer to every request. */
public final class RespondType implements TerminalType<RespondType.Respond> {
    /** The type. */
    public static final RespondType TYPE = new RespondType();

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);
    /** Fields that say how a message is sent, which the host decides, and the one that is an option. */
    private static final Set<String> NOT_GIVEN = Set.of(
            "connection", "content-length", "content-type", "keep-alive", "trailer", "transfer-encoding", "upgrade");

    private static final OptionSpec<Respond, Integer> STATUS =
            OptionSpec.required("status", OptionTypes.integer(200), Respond::status, "the status, 200 to 599");
    private static final OptionSpec<Respond, Optional<String>> CONTENT_TYPE = OptionSpec.optional(
            "contentType",
            OptionTypes.maybe(OptionTypes.text()),
            Optional.empty(),
            Respond::contentType,
            "the type of the body; plain text if there is a body and no type");
    private static final OptionSpec<Respond, String> BODY =
            OptionSpec.optional("body", OptionTypes.text(), "", Respond::body, "the text, sent as UTF-8");
    private static final OptionSpec<Respond, Map<String, String>> HEADERS = OptionSpec.optional(
            "headers", OptionTypes.mapOf(OptionTypes.text()), Map.of(), Respond::headers, "fields by their names");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RespondType() {}

    /**
     * An answer. Immutable.
     *
     * @param status 200 to 599
     * @param contentType of the body; {@code text/plain; charset=utf-8} if there is a body and no type
     * @param body its text, empty for none
     * @param headers fields by their names
     */
    public record Respond(int status, Optional<String> contentType, String body, Map<String, String> headers) {
        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException naming every option that is wrong, and its value
         */
        public Respond {
            headers = Map.copyOf(headers);
            Mistakes mistakes = new Mistakes();
            mistakes.unless(status >= 200 && status <= 599, "status must be 200..599, is " + status);
            mistakes.unless(
                    body.isEmpty() || !WITHOUT_BODY.contains(status),
                    "body must be empty, as status " + status + " has none");
            contentType.ifPresent(type -> mistakes.under("content-type", () -> Fields.of("Content-Type", type)));
            headers.forEach((name, value) -> mistakes.under("headers", () -> check(name, value)));
            mistakes.throwIfAny();
        }

        private static void check(String name, String value) {
            if (NOT_GIVEN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("'" + name + "' is written by the gateway; leave it out");
            }
            Fields.of(name, value);
        }

        private Fields fields() {
            FieldsBuilder fields = Fields.builder();
            contentType
                    .or(() -> body.isEmpty() ? Optional.empty() : Optional.of("text/plain; charset=utf-8"))
                    .ifPresent(type -> fields.add("Content-Type", type));
            new TreeMap<>(headers).forEach(fields::add);
            return fields.build();
        }
    }

    @Override
    public String name() {
        return "respond";
    }

    @Override
    public List<OptionSpec<Respond, ?>> options() {
        return List.of(STATUS, CONTENT_TYPE, BODY, HEADERS);
    }

    @Override
    public Respond read(OptionValues<Respond> values) {
        return new Respond(values.get(STATUS), values.get(CONTENT_TYPE), values.get(BODY), values.get(HEADERS));
    }

    @Override
    public Handler make(Respond options, Environment environment) {
        Status status = Status.create(options.status());
        Fields fields = options.fields();
        byte[] body = options.body().getBytes(StandardCharsets.UTF_8);
        Provenance provenance = Provenance.local(Reason.RESPONDED);
        return request -> Response.of(status, fields, Body.of(body)).withProvenance(provenance);
    }

    @Override
    public String describe(Respond options) {
        return "respond(" + options.status()
                + options.contentType().map(type -> " " + type).orElse("") + ")";
    }
}
