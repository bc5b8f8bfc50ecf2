package dev.sluice.routing;

import dev.sluice.core.Request;
import java.util.List;
import java.util.function.Predicate;

/** One of some methods; case matters (RFC 9110 §9.1). */
record MethodMatch(List<String> methods) implements Predicate<Request> {
    @Override
    public boolean test(Request request) {
        String method = request.method();
        for (int i = 0; i < methods.size(); i++) {
            if (methods.get(i).equals(method)) {
                return true;
            }
        }
        return false;
    }

    boolean meets(MethodMatch other) {
        return methods.stream().anyMatch(other.methods::contains);
    }
}
