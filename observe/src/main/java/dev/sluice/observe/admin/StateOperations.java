package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.adaptive.AdaptiveConcurrency;
import dev.sluice.middlewares.circuitbreaker.CircuitBreaker;
import dev.sluice.middlewares.circuitbreaker.MemberBreakers;
import dev.sluice.middlewares.connlimit.ConnLimit;
import dev.sluice.middlewares.ratelimit.RateLimit;
import dev.sluice.observe.Observed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Breakers and limits: their state, and a new beginning for them. */
final class StateOperations {
    private final Observed program;
    private final BreakerViews breakers;

    StateOperations(Observed program) {
        this.program = program;
        this.breakers = new BreakerViews(program);
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/breakers", call -> breakers()),
                new Operation("POST", "/api/breakers/reset", this::resetBreaker),
                new Operation("GET", "/api/limits", call -> Reply.json(Map.of("items", limits()))),
                new Operation("POST", "/api/limits/reset", this::resetLimit));
    }

    private Response breakers() {
        return Reply.json(Map.of("items", breakers.all()));
    }

    private Response resetBreaker(Call call) {
        Members body = call.body();
        String path = body.text("path");
        Optional<String> member = body.maybeText("member");
        call.about(body);
        body.end();
        CircuitBreaker breaker = program.made(CircuitBreaker.class).get(path);
        if (breaker != null && member.isEmpty()) {
            breaker.reset();
            return breakers();
        }
        MemberBreakers ofMembers = program.made(MemberBreakers.class).get(path);
        if (ofMembers == null) {
            throw AdminRefusal.unknown("there is no breaker at \"" + path + "\""
                    + member.map(url -> " for a member").orElse(""));
        }
        if (member.isEmpty()) {
            ofMembers.states().keySet().forEach(ofMembers::reset);
        } else if (!ofMembers.reset(Upstream.of(member.get()))) {
            throw AdminRefusal.unknown(
                    "the breaker of " + member.get() + " was not used yet, or there is no such member");
        }
        return breakers();
    }

    private List<Map<String, Object>> limits() {
        List<Map<String, Object>> all = new ArrayList<>();
        program.made(RateLimit.class)
                .forEach((path, limit) -> all.add(limit(
                        path, "rateLimit", limit.describe(), limit.limiter().size(), limit.waiting())));
        program.made(ConnLimit.class)
                .forEach((path, limit) ->
                        all.add(limit(path, "connLimit", limit.describe(), limit.keys(), limit.waiting())));
        program.made(AdaptiveConcurrency.class).forEach((path, limit) -> {
            Map<String, Object> told =
                    limit(path, "adaptiveConcurrency", limit.describe(), limit.inFlight(), limit.waiting());
            told.put("limit", limit.limit());
            all.add(told);
        });
        return all;
    }

    private static Map<String, Object> limit(String path, String kind, String describe, long keys, long waiting) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("path", path);
        told.put("kind", kind);
        told.put("describe", describe);
        told.put("keys", keys);
        told.put("waiting", waiting);
        return told;
    }

    /** The permits of a limit of connections are held by exchanges, and come back with them. */
    private Response resetLimit(Call call) {
        Members body = call.body();
        String path = body.text("path");
        call.about(body); // without the key, which may be a secret of a client
        Optional<String> key = body.maybeText("key");
        body.end();
        RateLimit limit = program.made(RateLimit.class).get(path);
        AdaptiveConcurrency adaptive = program.made(AdaptiveConcurrency.class).get(path);
        if (adaptive != null && key.isEmpty()) {
            adaptive.reset();
            return Reply.json(Map.of("items", limits()));
        }
        if (program.made(ConnLimit.class).containsKey(path)) {
            throw AdminRefusal.conflict("the permits of a connLimit come back with the exchanges that hold them");
        }
        if (limit == null) {
            throw AdminRefusal.unknown(
                    "there is no limit at \"" + path + "\"" + (adaptive == null ? "" : " that has keys"));
        }
        if (key.isEmpty()) {
            limit.limiter().refill();
        } else if (!limit.limiter().refill(key.get())) {
            throw AdminRefusal.unknown("no tokens were taken for the key \"" + key.get() + "\"");
        }
        return Reply.json(Map.of("items", limits()));
    }
}
