package dev.sluice.ends;

import dev.sluice.core.Handler;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import java.util.List;

/**
 * {@code handle} as the end of a program: somebody's handler, or another proxy, which stays its owner's
 * to close.
 */
public final class HandleType implements TerminalType<HandleType.Own> {
    /** The type. */
    public static final HandleType TYPE = new HandleType();

    private static final OptionSpec<Own, Handler> HANDLER =
            OptionSpec.required("handler", OptionTypes.opaque("handler"), Own::handler, "answers every request");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public HandleType() {}

    /**
     * A handler of the program's own.
     *
     * @param handler the instance
     */
    public record Own(Handler handler) {}

    @Override
    public String name() {
        return "handle";
    }

    @Override
    public List<OptionSpec<Own, ?>> options() {
        return List.of(HANDLER);
    }

    @Override
    public Own read(OptionValues<Own> values) {
        return new Own(values.get(HANDLER));
    }

    @Override
    public Handler make(Own options, Environment environment) {
        return new Lent(options.handler());
    }

    /** Hides that a handler can be closed. */
    private record Lent(Handler handler) implements Handler {
        @Override
        public Response handle(Request request) {
            return handler.handle(request);
        }
    }

    @Override
    public String describe(Own options) {
        String shown = options.handler().toString();
        return shown.contains("\n") ? "handle(\n" + shown.stripTrailing().indent(4) + "  )" : "handle(" + shown + ")";
    }
}
