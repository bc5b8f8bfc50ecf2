package dev.sluice.observe.admin;

import dev.sluice.core.Response;
import dev.sluice.core.Upstream;
import dev.sluice.middlewares.loadbalance.pool.Member;
import dev.sluice.middlewares.loadbalance.pool.MemberSpec;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.observe.Observed;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Pools, and their members: who they are, who comes, goes, rests. */
final class PoolOperations {
    private static final int MOST_WEIGHT = 1_000_000;
    private static final int MOST_PRIORITY = 1000;
    private static final int DAY = 86_400;

    private final Observed program;
    private final Figures figures;
    private final Registrations registrations;
    private final PoolViews views;

    PoolOperations(Observed program, Figures figures, Registrations registrations) {
        this.program = program;
        this.figures = figures;
        this.registrations = registrations;
        this.views = new PoolViews(program);
    }

    List<Operation> all() {
        return List.of(
                new Operation(
                        "GET",
                        "/api/pools",
                        call -> Reply.json(Map.of("items", views.whole(figures.window(), registrations)))),
                new Operation("GET", "/api/pools/{pool}", call -> Reply.json(one(call))),
                new Operation("PUT", "/api/pools/{pool}/members", this::put),
                new Operation("DELETE", "/api/pools/{pool}/members", this::remove),
                new Operation("POST", "/api/pools/{pool}/drain", this::drain),
                new Operation("POST", "/api/pools/{pool}/undrain", call -> marked(call, Pool::undrain)),
                new Operation("POST", "/api/pools/{pool}/down", call -> marked(call, Pool::markDown)),
                new Operation("POST", "/api/pools/{pool}/up", call -> marked(call, Pool::markUp)));
    }

    private Map<String, Object> one(Call call) {
        Pool pool = pool(call);
        return views.one(call.part(), pool, figures.window(), registrations);
    }

    private Pool pool(Call call) {
        Pool pool = program.pools().get(call.part());
        if (pool == null) {
            throw AdminRefusal.unknown("there is no pool \"" + call.part() + "\"; there are "
                    + program.pools().keySet());
        }
        return pool;
    }

    private Response put(Call call) {
        Pool pool = pool(call);
        Members body = call.body();
        Optional<Upstream> upstream = upstream(body, body.text("url"));
        Optional<Integer> weight = body.maybeNumber("weight", 0, MOST_WEIGHT);
        Optional<Integer> priority = body.maybeNumber("priority", 0, MOST_PRIORITY);
        Optional<Map<String, String>> metadata = body.maybeTexts("metadata");
        boolean forGood = body.isNull("ttl");
        Optional<Integer> ttl = body.maybeNumber("ttl", 1, DAY);
        call.about(body);
        body.end();
        Upstream who = upstream.orElseThrow();
        Optional<MemberSpec> known = pool.member(who)
                .map(member -> new MemberSpec(who, member.weight(), member.priority(), member.metadata()));
        MemberSpec wanted = new MemberSpec(
                who,
                weight.or(() -> known.map(MemberSpec::weight)).orElse(1),
                priority.or(() -> known.map(MemberSpec::priority)).orElse(0),
                metadata.or(() -> known.map(MemberSpec::metadata)).orElse(Map.of()));
        if (ttl.isPresent()) {
            registrations.renew(call.part(), pool, wanted, Duration.ofSeconds(ttl.get()));
        } else {
            if (forGood) {
                registrations.forget(pool, who);
            }
            pool.upsert(wanted);
        }
        return Reply.json(known.isPresent() ? Status.OK_200 : Status.CREATED_201, told(call, pool, who));
    }

    private static Optional<Upstream> upstream(Members body, String url) {
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(Upstream.of(url));
        } catch (IllegalArgumentException wrong) {
            body.mistake("url: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private Response remove(Call call) {
        Pool pool = pool(call);
        Upstream who = member(pool, call.text("url")).upstream();
        registrations.forget(pool, who);
        pool.remove(who);
        return Reply.nothing();
    }

    private Response drain(Call call) {
        Pool pool = pool(call);
        Members body = call.body();
        String url = body.text("url");
        Optional<Integer> seconds = body.maybeNumber("seconds", 1, DAY);
        call.about(body);
        body.end();
        Upstream who = member(pool, url).upstream();
        if (seconds.isPresent()) {
            pool.drain(who, Duration.ofSeconds(seconds.get()));
        } else {
            pool.drain(who);
        }
        return Reply.json(told(call, pool, who));
    }

    private Response marked(Call call, BiConsumer<Pool, Upstream> mark) {
        Pool pool = pool(call);
        Members body = call.body();
        String url = body.text("url");
        call.about(body);
        body.end();
        Upstream who = member(pool, url).upstream();
        mark.accept(pool, who);
        return Reply.json(told(call, pool, who));
    }

    private static Member member(Pool pool, String url) {
        if (url.isEmpty()) {
            throw AdminRefusal.malformed("url must be given");
        }
        Upstream who;
        try {
            who = Upstream.of(url);
        } catch (IllegalArgumentException wrong) {
            throw AdminRefusal.malformed("url: " + wrong.getMessage());
        }
        return pool.member(who).orElseThrow(() -> AdminRefusal.unknown("the pool has no member " + who));
    }

    @SuppressWarnings("NullAway") // null is what JSON says where there is nothing
    private Map<String, Object> told(Call call, Pool pool, Upstream who) {
        Map<String, Object> told = pool.member(who)
                .map(member -> views.member(call.part(), member, figures.window()))
                .orElseGet(LinkedHashMap::new);
        told.put(
                "expires",
                registrations.expires(pool, who).map(Object::toString).orElse(null));
        return told;
    }
}
