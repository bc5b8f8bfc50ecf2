package dev.sluice.ends;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Mistakes;
import dev.sluice.core.Provenance;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.model.Environment;
import dev.sluice.model.OptionSpec;
import dev.sluice.model.OptionTypes;
import dev.sluice.model.OptionValues;
import dev.sluice.model.TerminalType;
import io.helidon.http.Status;
import java.util.List;

/** {@code redirect} as the end of a program: every client is sent elsewhere. */
public final class RedirectToType implements TerminalType<RedirectToType.To> {
    /** The type. */
    public static final RedirectToType TYPE = new RedirectToType();

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    private static final OptionSpec<To, Integer> STATUS =
            OptionSpec.optional("status", OptionTypes.integer(301), 302, To::status, "301, 302, 303, 307 or 308");
    private static final OptionSpec<To, String> LOCATION =
            OptionSpec.required("location", OptionTypes.text(), To::location, "a URL or a path, encoded");
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
     * @param location a URL or a path, encoded
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
            mistakes.unless(
                    !location.isEmpty() && location.chars().allMatch(c -> c > ' ' && c <= '~'),
                    "location '" + location + "' must be encoded");
            mistakes.throwIfAny();
        }

        private String of(Request request) {
            int query = keepQuery ? request.target().indexOf('?') : -1;
            return query < 0 ? location : withQuery(request.target().substring(query + 1));
        }

        /** Before a fragment, behind a query of its own. */
        private String withQuery(String query) {
            int fragment = location.indexOf('#');
            String base = fragment < 0 ? location : location.substring(0, fragment);
            String rest = fragment < 0 ? "" : location.substring(fragment);
            return base + (base.contains("?") ? "&" : "?") + query + rest;
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
        return request -> Response.of(status, Fields.of("Location", options.of(request)), Body.empty())
                .withProvenance(provenance);
    }

    @Override
    public String describe(To options) {
        return "redirect(" + options.status() + " " + options.location() + ")";
    }
}
