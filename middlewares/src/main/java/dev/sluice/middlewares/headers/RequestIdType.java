package dev.sluice.middlewares.headers;

import static dev.sluice.model.option.OptionSpec.optional;

import dev.sluice.core.Middleware;
import dev.sluice.middlewares.OptionKinds;
import dev.sluice.model.Environment;
import dev.sluice.model.StepType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/** {@code requestId} as a step of a program. */
public final class RequestIdType implements StepType<RequestIdOptions> {
    /** The type. */
    public static final RequestIdType TYPE = new RequestIdType();

    private static final OptionSpec<RequestIdOptions, String> HEADER = optional(
            "header",
            OptionKinds.token("field name"),
            RequestIdOptions.DEFAULT_HEADER,
            RequestIdOptions::header,
            "the field that carries the id");
    private static final OptionSpec<RequestIdOptions, Boolean> FROM_CLIENT = optional(
            "fromClient", OptionTypes.flag(), true, RequestIdOptions::fromClient, "whether a client's own id is kept");
    private static final OptionSpec<RequestIdOptions, Boolean> IN_RESPONSE = optional(
            "inResponse",
            OptionTypes.flag(),
            true,
            RequestIdOptions::inResponse,
            "whether the response carries the id");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RequestIdType() {}

    @Override
    public String name() {
        return "requestId";
    }

    @Override
    public List<OptionSpec<RequestIdOptions, ?>> options() {
        return List.of(HEADER, FROM_CLIENT, IN_RESPONSE);
    }

    @Override
    public RequestIdOptions read(OptionValues<RequestIdOptions> values) {
        return new RequestIdOptions(values.get(HEADER), values.get(FROM_CLIENT), values.get(IN_RESPONSE));
    }

    @Override
    public Middleware make(RequestIdOptions options, Environment environment) {
        return new RequestId(options, environment.secrets());
    }

    @Override
    public String describe(RequestIdOptions options) {
        return "requestId(" + options.header() + ")";
    }
}
