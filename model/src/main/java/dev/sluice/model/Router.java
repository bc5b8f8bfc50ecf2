package dev.sluice.model;

import dev.sluice.core.Handler;
import dev.sluice.core.Reason;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.core.syntax.NormalPath;
import dev.sluice.routing.Captures;
import dev.sluice.routing.Table;
import io.helidon.http.Status;
import java.util.Optional;

/** Hands each request to the route that takes it. */
final class Router implements Handler {
    private final Table<Handler> table;
    private final Optional<Handler> otherwise;
    private final Routes.Ambiguous ambiguous;
    private final Environment environment;

    Router(Table<Handler> table, Optional<Handler> otherwise, Routes.Ambiguous ambiguous, Environment environment) {
        this.table = table;
        this.otherwise = otherwise;
        this.ambiguous = ambiguous;
        this.environment = environment;
    }

    @Override
    public Response handle(Request request) {
        if (ambiguous == Routes.Ambiguous.REJECT && NormalPath.isAmbiguous(request.target())) {
            return Response.problem(
                    Status.BAD_REQUEST_400, Reason.AMBIGUOUS_TARGET, "the path can be read in more than one way");
        }
        Request asked = table.withMoment(request, environment.ticker(), environment.random());
        Table.Entry<Handler> route = table.find(asked);
        if (route != null) {
            Response response =
                    route.value().handle(asked.with(Captures.attributes(route.name(), route.when(), asked)));
            return response.withProvenance(response.provenance().withRoute(route.name()));
        }
        return otherwise.isPresent()
                ? otherwise.get().handle(request)
                : Response.problem(Status.NOT_FOUND_404, Reason.NO_ROUTE, "no route takes this request");
    }
}
