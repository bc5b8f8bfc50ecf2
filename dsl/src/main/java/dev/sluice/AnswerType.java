package dev.sluice;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Mistakes;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.OptionValues;
import dev.sluice.model.TerminalType;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code respond} and {@code redirect} as ends of a program: the same answer to everybody. */
final class AnswerType implements TerminalType<AnswerType.Answer> {
    static final AnswerType RESPOND = new AnswerType("respond");
    static final AnswerType REDIRECT = new AnswerType("redirect");

    private static final OptionSpec<Answer, Integer> STATUS =
            OptionSpec.required("status", OptionTypes.integer(200), Answer::status, "the status, 200 to 599");
    private static final OptionSpec<Answer, String> FIELD =
            OptionSpec.required("field", OptionTypes.text(), Answer::field, "Content-Type, or Location");
    private static final OptionSpec<Answer, String> VALUE =
            OptionSpec.required("value", OptionTypes.text(), Answer::value, "the field's value");
    private static final OptionSpec<Answer, String> BODY =
            OptionSpec.optional("body", OptionTypes.text(), "", Answer::body, "the text, sent as UTF-8");

    private final String name;

    private AnswerType(String name) {
        this.name = name;
    }

    /**
     * An answer.
     *
     * @param status 200 to 599
     * @param field its one field
     * @param value of the field
     * @param body its text
     */
    record Answer(int status, String field, String value, String body) {
        Answer {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(status >= 200 && status <= 599, "status must be 200..599, is " + status);
            mistakes.trying(() -> Fields.of(field, value));
            mistakes.throwIfAny();
        }

        /** To be sent elsewhere. */
        static Answer elsewhere(int status, String location) {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(
                    List.of(301, 302, 303, 307, 308).contains(status),
                    "status must be 301, 302, 303, 307 or 308, is " + status);
            mistakes.unless(
                    !location.isEmpty() && location.chars().allMatch(c -> c > ' ' && c <= '~'),
                    "location '" + location + "' must be encoded");
            mistakes.throwIfAny();
            return new Answer(status, "Location", location, "");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<OptionSpec<Answer, ?>> options() {
        return List.of(STATUS, FIELD, VALUE, BODY);
    }

    @Override
    public Answer read(OptionValues<Answer> values) {
        return new Answer(values.get(STATUS), values.get(FIELD), values.get(VALUE), values.get(BODY));
    }

    @Override
    public Handler make(Answer options, Environment environment) {
        Status status = Status.create(options.status());
        Fields fields = Fields.of(options.field(), options.value());
        byte[] body = options.body().getBytes(StandardCharsets.UTF_8);
        Provenance provenance = Provenance.local(this == REDIRECT ? Reason.REDIRECTED : Reason.RESPONDED);
        return request -> Response.of(status, fields, Body.of(body)).withProvenance(provenance);
    }

    @Override
    public String describe(Answer options) {
        return name + "(" + options.status() + " " + options.value() + ")";
    }
}
