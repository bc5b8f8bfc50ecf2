package dev.sluice.routing;

import dev.sluice.core.Request;
import java.util.function.Predicate;

/** Code of a user's; two of one object are the same. */
record OwnCode(String name, Predicate<Request> code) implements Predicate<Request> {
    @Override
    public boolean test(Request request) {
        return code.test(request);
    }
}
