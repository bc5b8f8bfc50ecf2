package dev.sluice.ends;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.options.Mistakes;
import dev.sluice.model.Environment;
import dev.sluice.model.TerminalType;
import dev.sluice.model.option.OptionSpec;
import dev.sluice.model.option.OptionTypes;
import dev.sluice.model.option.OptionValues;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code redirect} as the end of a program: every client is sent elsewhere. */
public final class RedirectToType implements TerminalType<RedirectToType.To> {
    /** The type. */
    public static final RedirectToType TYPE = new RedirectToType();

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    private static final OptionSpec<To, Integer> STATUS =
            OptionSpec.optional("status", OptionTypes.integer(301), 302, To::status, "301, 302, 303, 307 or 308");
    private static final OptionSpec<To, String> LOCATION = OptionSpec.required(
            "location", OptionTypes.text(), To::location, "a URL or a path, encoded, with {names} of captures");
    private static final OptionSpec<To, Boolean> KEEP_QUERY = OptionSpec.optional(
            "keepQuery",
            OptionTypes.flag(),
            true,
            To::keepQuery,
            "whether the query of the request is added to the location");

    /** For {@link java.util.ServiceLoader}; programs use {@link #TYPE}. */
    public RedirectToType() {}

    /**
     * Where clients are sent. Immutable.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a URL or a path, encoded; <code>{name}</code> stands for a capture of the route
     * @param keepQuery whether the query of the request is added to the location
     */
    public record To(int status, String location, boolean keepQuery) {
        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException naming every option that is wrong, and its value
         */
        public To {
            Mistakes mistakes = new Mistakes();
            mistakes.unless(STATUSES.contains(status), "status must be 301, 302, 303, 307 or 308, is " + status);
            String text = location;
            mistakes.trying(() -> Location.of(text));
            mistakes.throwIfAny();
        }

        private Optional<String> query(Request request) {
            String target = request.target();
            int at = keepQuery ? target.indexOf('?') : -1;
            return at < 0 ? Optional.empty() : Optional.of(target.substring(at + 1));
        }
    }

    @Override
    public String name() {
        return "redirect";
    }

    @Override
    public List<OptionSpec<To, ?>> options() {
        return List.of(STATUS, LOCATION, KEEP_QUERY);
    }

    @Override
    public To read(OptionValues<To> values) {
        return new To(values.get(STATUS), values.get(LOCATION), values.get(KEEP_QUERY));
    }

    @Override
    public Handler make(To options, Environment environment) {
        Status status = Status.create(options.status());
        Provenance provenance = Provenance.local(Reason.REDIRECTED);
        Location location = Location.of(options.location());
        return request -> location.of(request, options.query(request))
                .map(where -> Response.of(status, Fields.of("Location", where), Body.empty())
                        .withProvenance(provenance))
                .orElseGet(() -> Response.problem(
                        Status.NOT_FOUND_404, Reason.NO_ROUTE, "no host can be made of this request\n"));
    }

    @Override
    public Set<String> captures(To options) {
        return Location.of(options.location()).names();
    }

    @Override
    public String describe(To options) {
        return "redirect(" + options.status() + " " + options.location() + ")";
    }
}
