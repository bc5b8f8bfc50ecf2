package dev.sluice.routing;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Request;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.util.Random;

/** Requests to decide about, each with a moment. */
final class Requests {
    private Requests() {}

    static Request get(String host, String target, String... fields) {
        return request("GET", host, target, fields);
    }

    static Request request(String method, String host, String target, String... fields) {
        Fields all = Fields.of("Host", host);
        for (int i = 0; i < fields.length; i += 2) {
            all = all.toBuilder().add(fields[i], fields[i + 1]).build();
        }
        Request received = Exchanges.request(method, target, all, Body.empty());
        return Moment.in(received, new ManualTicker(), new Random(target.hashCode()));
    }
}
